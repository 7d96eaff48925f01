import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccountError, accountError } from '../../../lib/cli/client/account/aws-failure';
import { chooseAccount } from '../../../lib/cli/client/account/environment';
import { resolveRuleset } from '../../../lib/config/ruleset';
import { openTree } from '../../../lib/config/tree';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { ticket } from '../../stores/ban-contract';
import { type LocalTable, startTable } from '../../support/dynalite';
import { aTree, environment, NOW, typed } from './client';

let table: LocalTable;
let restore: () => void;
let cloudFormation: Server;
let answer: { status: number; body: string };
let asked: string[];
const tree = aTree();

beforeAll(async () => {
  table = await startTable();
  restore = environment(table.endpoint);
  cloudFormation = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push(body);
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
    });
  });
  await new Promise<void>((ready) => cloudFormation.listen(0, '127.0.0.1', ready));
  const { port } = cloudFormation.address() as AddressInfo;
  process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = `http://127.0.0.1:${port}`;
});

beforeEach(() => {
  asked = [];
});

afterAll(async () => {
  restore();
  tree.remove();
  cloudFormation.closeAllConnections();
  await new Promise((done) => cloudFormation.close(done));
  await table.stop();
});

/** DescribeStacks as AWS answers it (AWS query protocol). */
const stack = (outputs: Readonly<Record<string, string>>) => ({
  status: 200,
  body: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>x</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${Object.entries(
    outputs,
  )
    .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
    .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});

const failure = (status: number, code: string, message: string) => ({
  status,
  body: `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

const banned = (...args: readonly string[]) => typed(['banned', '--config', tree.folder, ...args]);

describe('The table', () => {
  it('is found by the stack', async () => {
    answer = stack({ TableName: table.name });
    expect(await banned()).toMatchObject({ code: 0, out: "[{'sshd': []}, {'web': []}]\n", err: '' });
    expect(asked.map((body) => new URLSearchParams(body).get('StackName'))).toEqual(['Fail2edge']);
    await banned('--stack', 'Other');
    expect(new URLSearchParams(asked[1]).get('StackName')).toBe('Other');
  });

  it('is taken by its name without asking for the stack', async () => {
    expect(await banned('--table', table.name)).toMatchObject({ code: 0 });
    expect(asked).toEqual([]);
  });

  it('is not needed for a setting that stands in the configuration alone, a time, or a jail that does not exist', async () => {
    for (const [line, code] of [
      ['get sshd failregex', 0],
      ['get sshd maxlines', 0],
      ['status nope', 255],
      ['set nope banip 192.0.2.1', 255],
      ['get nope banip', 255],
    ] as const) {
      const { code: exit, err } = await typed([...line.split(' '), '--config', tree.folder]);
      expect(exit).toBe(code);
      if (code === 255) expect(err.split('\n')[0]).toBe("Sorry but the jail 'nope' does not exist");
    }
    expect(asked).toEqual([]);
  });
});

describe('A configuration that is not the deployed one', () => {
  it('is told when the stack says which is', async () => {
    answer = stack({ TableName: table.name, RulesetVersion: 'ffffffffffffffff' });
    expect((await banned()).err).toMatch(
      /^warning: this configuration is not the one that is deployed \(f{16}\): give/,
    );
    const { version } = resolveRuleset(openTree(tree.folder)).ruleset;
    answer = stack({ TableName: table.name, RulesetVersion: version });
    expect((await banned()).err).toBe('');
  });

  it('is told when the table holds bans of a jail it does not have; they are shown all the same', async () => {
    const bans = dynamoBans(table);
    await bans.put(ticket({ jail: 'gone', end: NOW + 600 }), null);
    const { err, out } = await banned('--table', table.name);
    expect(out).toBe("[{'sshd': []}, {'web': []}, {'gone': ['192.0.2.1']}]\n");
    expect(err).toContain('warning: the table holds bans of gone, unknown to this configuration');
    expect(await typed(['unban', '192.0.2.1', '--config', tree.folder, '--table', table.name])).toMatchObject({
      out: '1\n',
    });
  });

  it('names the jails there are for one that is not', async () => {
    const { err } = await typed(['get', 'nope', 'bantime', '--config', tree.folder]);
    expect(err).toContain('jails of this configuration: sshd, web; --config names the one that was deployed');
  });
});

describe('Without --config', () => {
  const from = process.cwd();
  afterEach(() => process.chdir(from));

  it('the configuration is etc/fail2ban of the checkout, as at deploy', async () => {
    const checkout = aTree({ 'etc/fail2ban/jail.local': '[sshd]\nenabled = true\nloggroup = a\nusedns = no\n' });
    process.chdir(checkout.folder);
    expect(await typed(['get', 'sshd', 'usedns'])).toEqual({ code: 0, out: 'no\n', err: '' });
    process.chdir(from);
    checkout.remove();
  });

  it('it is what ships where there is none, which has no jail', async () => {
    process.chdir(tree.folder);
    expect((await typed(['get', 'sshd', 'bantime'])).err).toContain(
      'jails of this configuration: none; --config names',
    );
    answer = stack({ TableName: table.name });
    expect((await typed(['status'])).out).toBe('Status\n|- Number of jail:\t0\n`- Jail list:\t\n');
    expect((await typed(['statistics'])).out).toBe('No jails found.\n');
    expect((await typed(['status', '--all'])).out).toBe('Status\n|- Number of jail:\t0\n`- Jail list:\t\n');
  });
});

describe('An account that cannot be asked', () => {
  it.each([
    [
      'a stack that is not there',
      failure(400, 'ValidationError', 'Stack with id Fail2edge does not exist'),
      'there is no stack Fail2edge in eu-central-1: name another with --stack',
    ],
    [
      'no right to ask',
      failure(403, 'AccessDenied', 'User: arn:aws:iam::1:user/x is not authorized'),
      'AWS denies it: User: arn:aws:iam::1:user/x is not authorized; an operator needs cloudformation:DescribeStacks',
    ],
    [
      'credentials that have ended',
      failure(403, 'ExpiredToken', 'The security token included in the request is expired'),
      'the AWS credentials have expired: sign in again',
    ],
    [
      'credentials nobody knows',
      failure(403, 'InvalidClientTokenId', 'The security token is invalid'),
      'AWS does not know these credentials',
    ],
    ['a stack of something else', stack({ BucketName: 'x' }), 'stack Fail2edge has no output TableName'],
    ['anything else', failure(400, 'Strange', 'so it is'), 'AWS answered Strange: so it is'],
  ])('%s: a sentence, exit code 255', async (_, given, sentence) => {
    answer = given;
    const { code, out, err } = await banned();
    expect([code, out]).toEqual([255, '']);
    expect(err).toContain(`fail2edge: ${sentence}`);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('a table that is not there', async () => {
    const { code, err } = await typed(['ping', '--table', 'nobodys-table']);
    expect(code).toBe(255);
    expect(err).toBe(
      'fail2edge: there is no table nobodys-table in eu-central-1: look at --table, --region and --profile\n',
    );
  });

  it('no network', async () => {
    const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;
    process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:1';
    const { code, err } = await typed(['ping', '--table', 'any-table']);
    process.env.AWS_ENDPOINT_URL_DYNAMODB = endpoint;
    expect(code).toBe(255);
    expect(err).toMatch(/^fail2edge: AWS cannot be reached in eu-central-1: .*ECONNREFUSED/);
  });

  it.each([
    ['Region is missing', 'Error', 'no AWS Region is set'],
    ['Region not accepted: region="x y"', 'Error', 'there is no Region eu-x'],
    ['Could not load credentials from any providers', 'CredentialsProviderError', 'no AWS credentials were found'],
    ['Connection timed out after 1000 ms', 'TimeoutError', 'AWS cannot be reached'],
    ['item BAN#1 x: attribute jail is missing', 'TableItemError', 'the table holds what is not ours'],
  ])('%s', (message, name, sentence) => {
    const told = accountError(Object.assign(new Error(message), { name }), {
      ...{ stack: 'Fail2edge', table: undefined, region: 'eu-x' },
    });
    expect(told).toBeInstanceOf(AccountError);
    expect((told as Error).message).toContain(sentence);
  });

  it('but a fault of our own is not dressed up', () => {
    const fault = new TypeError('x is not a function');
    expect(accountError(fault, { stack: 'a', table: undefined, region: undefined })).toBe(fault);
  });
});

describe('Region and profile', () => {
  it.each([
    [{ region: 'a' }, { AWS_REGION: 'b', AWS_DEFAULT_REGION: 'c' }, 'a'],
    [{}, { AWS_REGION: 'b', AWS_DEFAULT_REGION: 'c' }, 'b'],
    [{}, { AWS_REGION: '', AWS_DEFAULT_REGION: 'c' }, 'c'],
    [{}, { AWS_REGION: '' }, undefined],
  ])('%j over %j: %s', (values, given, region) => {
    const variables: NodeJS.ProcessEnv = { ...given };
    expect(chooseAccount(values, variables)).toBe(region);
    expect(variables.AWS_REGION).toBe(region);
  });

  it('--profile overrides keys that lie in the environment, as in the AWS CLI', () => {
    const variables: NodeJS.ProcessEnv = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' };
    chooseAccount({ profile: 'ops' }, variables);
    expect(variables).toEqual({ AWS_PROFILE: 'ops' });
    const kept: NodeJS.ProcessEnv = { AWS_ACCESS_KEY_ID: 'a' };
    chooseAccount({}, kept);
    expect(kept).toEqual({ AWS_ACCESS_KEY_ID: 'a' });
  });
});
