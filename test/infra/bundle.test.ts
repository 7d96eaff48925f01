import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { bundle, FUNCTIONS, type FunctionName } from '../../lib/infra/bundle';
import { literalKeys } from '../../lib/infra/literal-keys';
import { aJail, aRuleset, root } from './ruleset';
import { scratch } from './scratch';

const ruleset = aRuleset([aJail('sshd')], []);

/** The packages whose code ended up in the bundle, and its size in bytes. */
function build(name: FunctionName, lambdas: string, directory = scratch()) {
  const { inputs, bytes } = bundle(name, { root, lambdas, ruleset }, directory);
  const packages = inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { packages: [...new Set(packages)], inputs, bytes, directory };
}

const clients = (packages: readonly string[]) => packages.filter((name) => name.startsWith('@aws-sdk/client-'));

describe('a bundle', () => {
  const lambdas = scratch();
  const bans = JSON.stringify(join(root, 'lib/stores/dynamodb/bans'));
  const client = JSON.stringify(join(root, 'lib/stores/dynamodb/client'));
  const loader = JSON.stringify(join(root, 'lib/runtime/ruleset-file'));
  writeFileSync(
    join(lambdas, 'detect.ts'),
    `import { dynamoBans } from ${bans}; import { dynamoClient } from ${client}; import { loadRuleset } from ${loader};
     export const handler = async () => ({ ruleset: loadRuleset(), store: dynamoBans({ client: dynamoClient(3), name: 't' }) });`,
  );
  const built = build('detect', lambdas);

  test('is one file with the ruleset beside it', () => {
    expect(readdirSync(built.directory).sort()).toEqual(['index.js', 'ruleset.json']);
  });

  test('finds its ruleset where it runs', async () => {
    const { handler } = require(join(built.directory, 'index.js'));
    expect((await handler()).ruleset).toEqual(ruleset);
  });

  test('holds the SDK client it uses, without what is unused of it', () => {
    expect(clients(built.packages)).toEqual(['@aws-sdk/client-dynamodb']);
    expect(built.bytes).toBeLessThan(350_000);
  });

  test('is the same, byte for byte, when it is made again', () => {
    const again = build('detect', lambdas);
    for (const file of ['index.js', 'ruleset.json']) {
      expect(readFileSync(join(again.directory, file))).toEqual(readFileSync(join(built.directory, file)));
    }
  });

  test('that cannot be made says which line is wrong', () => {
    writeFileSync(join(lambdas, 'expire.ts'), 'export const handler = (;\n');
    expect(() => build('expire', lambdas)).toThrow(/expire\.ts:1/);
  });
});

describe('what is deployed', () => {
  const needed: Readonly<Record<FunctionName, readonly string[]>> = {
    detect: ['dynamodb'],
    enforce: ['dynamodb', 'ec2', 'wafv2'],
    expire: ['dynamodb', 'ec2', 'wafv2'],
    lists: ['dynamodb', 's3'],
    protect: ['dynamodb', 'ec2'],
    report: ['cloudwatch-logs', 'dynamodb', 'eventbridge', 's3', 'sesv2', 'sns', 'ssm'],
    request: ['dynamodb'],
    setup: ['dynamodb', 'ec2', 'wafv2'],
  };

  const built = FUNCTIONS.map((name) => ({ name, ...build(name, join(root, 'lambdas')) }));

  test.each(built)(
    '$name holds no CDK, no development tool, and the clients of its task only',
    ({ name, packages }) => {
      expect(packages.filter((one) => /^(aws-cdk|constructs|esbuild|typescript|jest|dynalite)/.test(one))).toEqual([]);
      expect(
        clients(packages)
          .map((one) => one.replace('@aws-sdk/client-', ''))
          .sort(),
      ).toEqual(needed[name]);
    },
  );

  test.each(built)('$name holds no other provider of credentials than Lambda’s environment', ({ packages }) => {
    expect(packages.filter((one) => /credential-provider|nested-clients/.test(one))).toEqual([]);
  });

  test.each(built)(
    '$name holds nothing that streams events, for which the SDK would be made on demand',
    ({ inputs }) => {
      expect(inputs.filter((one) => one.includes('@smithy/core/dist-es/submodules/event-streams'))).toEqual([]);
    },
  );

  test.each(['detect', 'enforce', 'expire', 'protect'] as const)('%s is small: its size is its cold start', (name) => {
    expect(built.find((one) => one.name === name)?.bytes).toBeLessThan(350_000);
  });
});

/** A server on loopback that answers as it is told, for as long as it is used; what it was asked, and what came of it. */
async function asked<T>(
  answer: (body: string) => { readonly status: number; readonly body: string },
  use: (endpoint: string) => Promise<T>,
): Promise<{ bodies: readonly string[]; result: T }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      const { status, body: text } = answer(body);
      response.statusCode = status;
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return { bodies, result: await use(`http://127.0.0.1:${port}`) };
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What a file's handler answers, in a process of its own: the SDK loads parts of itself in ways jest does not know. */
const run = (file: string) => async (endpoint: string) => {
  const script = `require(${JSON.stringify(file)}).handler(${JSON.stringify(endpoint)})
    .then((answer) => process.stdout.write(JSON.stringify(answer)))`;
  return JSON.parse((await promisify(execFile)(process.execPath, ['-e', script])).stdout);
};

const OWN_LAMBDAS = join(__dirname, 'lambdas');

test('clients that know operations which stream events do all others without them', async () => {
  const { directory } = build('lists', OWN_LAMBDAS);
  const { result } = await asked(
    (body) => ({ status: 200, body: body === '' ? 'an object' : '{"events":[{"message":"a line"}]}' }),
    run(join(directory, 'index.js')),
  );
  expect(result).toEqual({
    object: 'an object',
    lines: ['a line'],
    streamed: expect.stringMatching(/bundled without them/),
  });
}, 60_000);

describe('a bundle from which EC2’s unused schemas were left out', () => {
  const XML = `<DescribeNetworkAclsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><networkAclSet><item>
    <networkAclId>acl-1</networkAclId><vpcId>vpc-1</vpcId><entrySet><item><ruleNumber>7</ruleNumber><protocol>6</protocol>
    <ruleAction>deny</ruleAction><egress>false</egress><cidrBlock>192.0.2.1/32</cidrBlock>
    <portRange><from>22</from><to>23</to></portRange></item></entrySet></item></networkAclSet><nextToken>more</nextToken>
    </DescribeNetworkAclsResponse>`;
  const ERROR = `<Response><Errors><Error><Code>InvalidNetworkAclID.NotFound</Code><Message>none</Message></Error></Errors></Response>`;

  /** EC2 as far as three requests go. */
  const answer = (body: string) => (body.includes('none') ? { status: 400, body: ERROR } : { status: 200, body: XML });

  const built = build('enforce', OWN_LAMBDAS);
  const whole = join(scratch(), 'index.js');
  const options = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' } as const;
  buildSync({ ...options, entryPoints: [join(OWN_LAMBDAS, 'enforce.ts')], outfile: whole });

  test('asks and understands as the whole client does', async () => {
    expect(built.bytes).toBeLessThan(250_000);
    const bundled = await asked(answer, run(join(built.directory, 'index.js')));
    expect(bundled).toEqual(await asked(answer, run(whole)));
    expect(bundled.bodies).toEqual([
      expect.stringMatching(/Action=CreateNetworkAclEntry&.*PortRange\.From=22&PortRange\.To=23/),
      expect.stringMatching(/Action=DescribeNetworkAcls&.*Filter\.1\.Name=vpc-id&Filter\.1\.Value\.1=vpc-1/),
      expect.stringContaining('NetworkAclId.1=none'),
    ]);
    expect(bundled.result).toEqual({
      made: ['$metadata'],
      found: [
        {
          NetworkAclId: 'acl-1',
          VpcId: 'vpc-1',
          Entries: [
            {
              ...{ RuleNumber: 7, Protocol: '6', RuleAction: 'deny', Egress: false, CidrBlock: '192.0.2.1/32' },
              PortRange: { From: 22, To: 23 },
            },
          ],
        },
      ],
      next: 'more',
      wrong: 'InvalidNetworkAclID.NotFound',
    });
  }, 60_000);

  test('keeps a key that no word stands for', () => {
    const schema = '// node_modules/@aws-sdk/client-ec2/dist-es/schemas/schemas_0.js\n';
    const text = `${schema}var _xN = "xmlName";\nvar A = [{ [_xN]: 1, [_other]: 2 }];\n`;
    expect(literalKeys(text)).toBe(text.replace('[_xN]', '"xmlName"'));
    expect(literalKeys(text.replace('client-ec2', 'core'))).toBe(text.replace('client-ec2', 'core'));
  });
});
