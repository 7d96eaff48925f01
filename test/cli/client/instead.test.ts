import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aTree, typed } from './client';

const tree = aTree();
const folder = mkdtempSync(join(tmpdir(), 'fail2edge-local-'));
const say = (line: string) => typed(['--local', join(folder, 'account'), '-c', tree.folder, ...line.split(' ')]);

afterAll(() => {
  tree.remove();
  rmSync(folder, { recursive: true });
});

describe("What fail2ban's client knows and a deployment has no use for says what to do instead", () => {
  it.each([
    ['start sshd', 'npx cdk deploy'],
    ['stop', 'panic lifts every ban'],
    ['restart', 'npx cdk deploy'],
    ['add sshd polling', 'a jail is a section of jail.local'],
    ['echo hello', 'ping asks'],
    ['flushlogs', 'CloudWatch Logs'],
    ['-i', 'fail2edge completion bash'],
    ['-s /run/socket status', '--stack'],
    ['--loglevel DEBUG status', 'tail shows it'],
    ['get loglevel', 'tail shows'],
    ['set loglevel INFO', 'tail shows'],
    ['get logtarget', 'CloudWatch Logs'],
    ['get syslogsocket', 'CloudWatch Logs'],
    ['get dbfile', 'DynamoDB'],
    ['set dbfile None', 'DynamoDB'],
    ['get dbmaxmatches', 'why IP'],
    ['set dbpurgeage 2d', 'fail2ban.local'],
    ['set sshd addlogpath /var/log/x tail', 'loggroup'],
    ['set sshd dellogpath /var/log/x', 'loggroup'],
    ['set sshd logencoding utf-8', 'UTF-8'],
    ['set sshd addjournalmatch _COMM=x', 'filter.d/NAME.local'],
    ['set sshd addfailregex x', 'fail2edge regex LOG FILTER'],
    ['set sshd delignoreregex 0', 'fail2edge regex LOG FILTER'],
    ['set sshd datepattern x', 'fail2edge regex LOG FILTER'],
    ['set sshd maxlines 3', 'fail2edge regex LOG FILTER'],
    ['set sshd usedns no', 'take effect when it is deployed'],
    ['set sshd ignorecommand x', 'commands are not run here'],
    ['set sshd addaction x', 'action = of jail.local'],
    ['set sshd action x actionban y', 'action = of jail.local'],
    ['get sshd action x timeout', 'action = of jail.local'],
    ['get sshd actionproperties x', 'action = of jail.local'],
    ['get sshd actionmethods x', 'action = of jail.local'],
  ])('%s', async (line, todo) => {
    const { code, out, err } = await say(line);
    expect([code, out]).toEqual([255, '']);
    expect(err).toContain(todo);
  });
});

describe('set JAIL attempt', () => {
  it('counts, and says what came of it', async () => {
    expect(await say('set sshd attempt 192.0.2.9')).toMatchObject({ code: 0, out: '1\n' });
    const { out, err } = await say('set sshd attempt 192.0.2.9 a b c d');
    expect([out, err]).toEqual(['1\n', expect.stringMatching(/^192\.0\.2\.9 is banned until .* in sshd\n$/)]);
    const told = (await say('tail --since 1h --no-follow --json')).out.trimEnd().split('\n');
    const typedThen = told.map((line) => JSON.parse(line)).filter(({ event }) => event === 'said');
    expect(typedThen.map(({ said }) => said)).toEqual([
      'set sshd attempt 192.0.2.9',
      'set sshd attempt 192.0.2.9 a b c d',
    ]);
    expect((await say('get sshd banned')).out).toBe("['192.0.2.9']\n");
    expect(JSON.parse((await say('set web attempt 2001:db8::1 --json')).out)).toEqual({
      ...{ jail: 'web', ip: '2001:db8::/64', outcome: 'counted' },
    });
  });

  it('refuses who is never banned, and an idle jail', async () => {
    expect(await say('set sshd attempt 10.0.0.1')).toMatchObject({
      ...{ code: 255, out: '0\n', err: expect.stringContaining('not counted: "10.0.0.1" is in a range that is never') },
    });
    expect((await say('set sshd attempt 198.51.100.0/24')).err).toBe(
      'not counted: "198.51.100.0/24" is a range: write the one address that failed\n',
    );
    expect((await say('set sshd attempt localhost')).err).toBe(
      'not counted: "localhost" is no address; host names are not counted\n',
    );
    await say('set web idle on');
    expect(await say('set web attempt 192.0.2.9')).toMatchObject({
      ...{ code: 255, err: expect.stringContaining('set web idle off') },
    });
    const { code, err } = await say(`set sshd attempt 192.0.2.9 ${'x '.repeat(101).trim()}`);
    expect([code, err]).toEqual([255, expect.stringContaining('at most 100 failures')]);
  });
});
