import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, FUNCTIONS, type FunctionName } from '../../lib/infra/bundle';
import { aJail, aRuleset, root } from './ruleset';
import { scratch } from './scratch';

const ruleset = aRuleset([aJail('sshd')], []);

/** The packages whose code ended up in the bundle, and its size in bytes. */
function build(name: FunctionName, lambdas: string, directory = scratch()) {
  const { metafile } = bundle(name, { root, lambdas, ruleset }, directory);
  const [output] = Object.values(metafile?.outputs ?? {});
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const packages = inputs.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { packages: [...new Set(packages)], bytes: output?.bytes ?? 0, directory };
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

  test('detect is small: its size is its cold start', () => {
    expect(built.find(({ name }) => name === 'detect')?.bytes).toBeLessThan(350_000);
  });
});
