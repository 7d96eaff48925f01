import { change } from '../../../lib/app/operate/change';
import { allow } from '../../../lib/app/operate/edits';
import { NO_CHANGES } from '../../../lib/core/changes';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { dynamoChanges } from '../../../lib/stores/dynamodb/changes';
import { dynamoCounters } from '../../../lib/stores/dynamodb/counters';
import { dynamoDeployedEdges } from '../../../lib/stores/dynamodb/deployed-edges';
import { dynamoEdgeStates } from '../../../lib/stores/dynamodb/edge-states';
import { ticket } from '../../stores/ban-contract';
import { aRuleset } from '../../support/builders';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { awsServer } from './aws-server';
import { aTree, environment, NOW, typed } from './client';

// Each command is a client of its own, on a machine that may be busy.
jest.setTimeout(30_000);

let server: LocalTable;
let restore: () => void;
const tree = aTree();

beforeAll(async () => {
  server = await startTable();
  restore = environment(server.endpoint);
});

afterAll(async () => {
  restore();
  tree.remove();
  await server.stop();
});

const A_CHANGE = { settings: { maxretry: 2 }, addignoreip: [], delignoreip: [] };

/** A deployment's table, and what is typed at it. */
async function deployment() {
  const table = await newTable(server);
  const type = (line: string, now = NOW) => typed([...line.split(' '), '--table', table.name, '-c', tree.folder], now);
  return { table, bans: dynamoBans(table), changes: dynamoChanges(table), type };
}

describe('On a deployment', () => {
  it('what set changes stands in the table, is shown by get and config --diff, and goes with reload', async () => {
    const { type, changes } = await deployment();
    expect(await type('set sshd maxretry 2')).toMatchObject({ code: 0, out: '2\n' });
    expect((await type('set sshd bantime.multipliers 1')).code).toBe(0);
    expect((await changes.get()).jails.sshd?.settings).toEqual({ maxretry: 2, 'bantime.multipliers': [1] });
    expect((await type('get sshd maxretry')).out).toBe('2\n');
    expect((await type('config --diff')).out).toBe('[sshd]\n-maxretry = 5\n+maxretry = 2\n');
    const [line] = (await type('config --diff --json')).out.trimEnd().split('\n');
    expect(JSON.parse(line ?? '')).toEqual({ jail: 'sshd', option: 'maxretry', deployed: '5', now: '2' });
    expect((await type('reload')).out).toBe('OK\n');
    expect((await type('config --diff')).out).toBe('Nothing is changed at run time.\n');
    expect((await type('reload nope')).code).toBe(255);
    expect((await type('reload nope --if-exists')).code).toBe(0);
    await changes.put({
      ...(await changes.get()),
      version: (await changes.get()).version + 1,
      jails: { gone: A_CHANGE },
    });
    expect((await type('config --diff')).out).toContain('# no such jail here: gone; reload gone drops');
    expect((await type('reload gone')).code).toBe(0);
    expect((await changes.get()).jails).toEqual({});
  });

  it.each([
    ['set sshd maxretry 0', 'maxretry "0": write a whole number from 1 to 4000'],
    ['set sshd maxretry 5000000', 'maxretry "5000000": write a whole number from 1 to 4000'],
    ['set sshd bantime 0', 'bantime "0": write a time such as 600'],
    ['set sshd findtime soon', 'findtime "soon": write a time'],
    ['set sshd bantime.factor -2', 'bantime.factor "-2": write a number above 0'],
    ['set sshd ignoreself perhaps', 'ignoreself "perhaps": write true or false'],
    ['set sshd idle maybe', '"maybe": write on or off'],
    ['set sshd addignoreip nobody', '"nobody" is no address and no range'],
    ['set sshd addignoreip 0.0.0.0/0', '"0.0.0.0/0" is no address and no range'],
    ['set sshd delignoreip 9.9.9.9', '9.9.9.9 is not in the list'],
    ['allow add 192.0.2.1 --expires never', '--expires never: write a time such as 8h'],
  ])('%s is refused, and nothing is done', async (line, words) => {
    const { type, changes } = await deployment();
    const { code, out, err } = await type(line);
    expect([code, out]).toEqual([255, '']);
    expect(err).toContain(words);
    expect(await changes.get()).toEqual(NO_CHANGES);
  });

  it('delignoreip of what stands on the allow list names the command that takes it off, and does nothing', async () => {
    const { type, changes } = await deployment();
    await type('allow add 198.51.100.77 198.51.100.0/28');
    await type('set sshd addignoreip 192.0.2.7');
    const before = await changes.get();
    expect((await type('get sshd ignoreip')).out).toContain('198.51.100.77');
    expect(await type('set sshd delignoreip 192.0.2.7 198.51.100.77')).toEqual({
      ...{ code: 255, out: '' },
      err: '198.51.100.77 is not in ignoreip but on the allow list, for every jail: allow delete 198.51.100.77 takes it off; nothing was done\n',
    });
    expect((await type('set sshd delignoreip 9.9.9.9 198.51.100.0/28')).err).toBe(
      '9.9.9.9 is not in the list: get sshd ignoreip shows it; nothing was done\n',
    );
    expect(await changes.get()).toEqual(before);
    expect((await type('allow delete 198.51.100.77')).out).toBe('1\n');
  });

  it('allow lets in, shows and checks, for a time or until it is deleted', async () => {
    const { type, bans } = await deployment();
    await bans.put(ticket({ ip: '192.0.2.1', end: NOW + 600 }), null);
    const { out, err } = await type('allow add 192.0.2.0/24 --expires 8h --reason office');
    expect([out, err.split('\n')[0]]).toEqual(['1\n', '192.0.2.1 is unbanned in sshd']);
    expect(await bans.live()).toEqual([]);
    expect((await type('set sshd banip 192.0.2.1')).err).toContain('or on the allow list');
    expect((await type('allow list')).out).toMatch(/^ADDRESS .*\n192\.0\.2\.0\/24 .* office\n$/);
    expect(await type('allow check 192.0.2.9 10.0.0.1')).toMatchObject({ code: 0 });
    const check = await type('allow check 8.8.8.8');
    expect([check.code, check.out]).toEqual([1, '8.8.8.8: sshd, web would ban it\n']);
    expect((await type('allow list', NOW + 28_801)).out).toContain('Nobody is on the list');
    expect((await type('allow delete 192.0.2.0/24')).out).toBe('1\n');
    expect((await type('allow delete 192.0.2.0/24')).err).toContain('is not on the list');
  });

  it('panic lifts every ban, nobody can be banned, and panic off is the way back', async () => {
    const { type, bans } = await deployment();
    for (const ip of ['198.51.100.1', '198.51.100.2']) await bans.put(ticket({ ip, end: NOW + 600 }), null);
    expect(await type('panic --reason locked-out')).toMatchObject({ code: 0, out: '2\n' });
    expect((await bans.live()).length).toBe(0);
    expect(await type('set sshd banip 198.51.100.1')).toMatchObject({ code: 255 });
    expect((await type('status')).err).toContain('banning is stopped (panic)');
    expect((await type('config --diff')).out).toMatch(/# panic since .* \(locked-out\): nobody is banned/);
    expect((await type('panic off')).out).toBe('OK\n');
    expect(await type('set sshd banip 198.51.100.1')).toMatchObject({ code: 0, out: '1\n' });
  });

  it('what operators said, and what it did, is told by tail; what changed nothing is not', async () => {
    const { type } = await deployment();
    const lines = ['set sshd banip 192.0.2.1 --for=24h --reason=x', 'set sshd maxretry 3', 'get sshd maxretry'];
    for (const [n, line] of [...lines, 'unban 192.0.2.9', 'unban 192.0.2.1'].entries()) await type(line, NOW + n);
    const aws = await awsServer({ FilterLogEvents: () => ({ events: [] }) });
    const { out } = await type('tail --since 1h --no-follow --json');
    await aws.stop();
    const told = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.map(({ event, said, ip }) => said ?? `${event} ${ip}`)).toEqual([
      ...['set sshd banip 192.0.2.1 --for=24h --reason=x', 'ban 192.0.2.1', 'set sshd maxretry 3'],
      ...['unban 192.0.2.9', 'unban 192.0.2.1', 'unban 192.0.2.1'],
    ]);
  });

  it('an unban forgives under what an address is counted now: beside one that is allowed, itself', async () => {
    const { type, bans } = await deployment();
    await type('allow add 2001:db8::1');
    await type('unban 2001:db8::5');
    await type('set sshd unbanip 2001:db8::6');
    expect(await bans.get('sshd', '2001:db8::5')).toMatchObject({ bancount: 0, clearedAt: NOW });
    expect(await bans.get('sshd', '2001:db8::6')).toMatchObject({ bancount: 0, clearedAt: NOW });
  });

  it('a change asks every edge to look', async () => {
    const { type, table } = await deployment();
    await type('set sshd simulate on');
    expect((await type('status sshd')).err).toContain('simulated, no edge is closed: sshd');
    expect((await dynamoEdgeStates(table).get('aws-nacl')).requested).toBe(1);
    await type('set sshd simulate on');
    expect((await dynamoEdgeStates(table).get('aws-nacl')).requested).toBe(1);
  });

  it('edges say what to do when no deploy has told what they write to', async () => {
    const { type } = await deployment();
    expect(await type('edges')).toMatchObject({ code: 255, err: expect.stringContaining('deploy once more') });
    const { table } = await deployment();
    const edges = dynamoDeployedEdges(table);
    expect(await edges.load()).toBeUndefined();
    await edges.save([{ name: 'aws-nacl', kind: 'aws-nacl', options: { networkacl: 'acl-1' } }]);
    expect(await edges.load()).toEqual([{ name: 'aws-nacl', kind: 'aws-nacl', options: { networkacl: 'acl-1' } }]);
  });

  it('why tells of counted failures, and that nobody knows an address, with exit code 1', async () => {
    const { type, table } = await deployment();
    const failures = [NOW - 20, NOW - 10].map((time) => ({ time, eventId: `e${time}` }));
    await dynamoCounters(table).add({ jail: 'sshd', ip: '192.0.2.1' }, failures, NOW + 1000);
    const { code, out } = await type('why 192.0.2.1 --no-lines');
    expect(code).toBe(0);
    expect(out).toMatch(/^192\.0\.2\.1 is not banned in sshd\n {2}counted {3}2 of 5 within 10m; the last /);
    expect(await type('why 192.0.2.2')).toMatchObject({
      ...{ code: 1, out: '192.0.2.2 is not banned, and no failure of it is known in any jail.\n' },
    });
    const [line] = (await type('why 192.0.2.1 --no-lines --json')).out.split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ banned: false, counted: [NOW - 20, NOW - 10], counting: 2 });
  });

  it('history tells who was banned, as a table, JSON and CSV', async () => {
    const { type, bans } = await deployment();
    await bans.put(ticket({ ip: '198.51.100.1', time: NOW - 60, end: null, origin: 'manual', reason: '=1+1' }), null);
    await bans.put(ticket({ ip: '198.51.100.2', time: NOW - 30, end: NOW - 5, state: 'over' }), null);
    const { out } = await type('history');
    expect(out.split('\n').map((line) => line.split(/ {2,}/)[1])).toEqual([
      ...['ADDRESS', '198.51.100.2', '198.51.100.1', undefined],
    ]);
    expect((await type('history 198.51.100.1 --format csv')).out).toBe(
      "ip,jail,bans,time,until,banned,failures,origin,reason\n198.51.100.1,sshd,1,2026-11-20T04:59:45.000Z,for ever,true,5,manual,'=1+1\n",
    );
    expect(JSON.parse((await type('history --format json')).out)).toHaveLength(2);
    expect((await type('history --format xml')).err).toContain('--format xml: write text, json, csv');
  });
});

describe('Who made a ban', () => {
  it('is an asker or a list where it was one of them: no failure of the address is made up', async () => {
    const { type, bans } = await deployment();
    const asked = { origin: 'request', reason: 'asked by 111122223333, web: scans' } as const;
    await bans.put(ticket({ ip: '198.51.100.1', time: NOW - 60, end: null, failures: 0, ...asked }), null);
    await bans.put(ticket({ ip: '198.51.100.2', time: NOW - 30, end: null, failures: 0, origin: 'list' }), null);
    const why = await type('why 198.51.100.1 --no-lines');
    expect(why.out).toContain(' on request: asked by 111122223333, web: scans');
    expect((await type('why 198.51.100.2 --no-lines')).out).toMatch(/banned {4}\S+ \S+ by a list; the first time/);
    const { out } = await type('history');
    expect(out).toContain('  list\n');
    expect(out).toContain('request: asked by 111122223333');
    expect(`${why.out}${out}`).not.toContain('0 failures');
  });
});

describe('What stands in the logs', () => {
  it('tail tells events once each, from all functions, and --json as they are', async () => {
    const { type } = await deployment();
    const line = {
      level: 'NOTICE',
      event: 'ban',
      time: NOW,
      jail: 'sshd',
      ip: '192.0.2.1',
      failures: 5,
      bancount: 1,
      until: null,
    };
    const aws = await awsServer({
      FilterLogEvents: ({ logGroupName }) => ({
        events:
          logGroupName === '/fail2edge/Fail2edge/detect'
            ? [{ timestamp: NOW * 1000, message: JSON.stringify(line), logStreamName: 'x' }]
            : [],
      }),
    });
    const { out } = await type('tail --since 1h --no-follow');
    expect(out).toMatch(/^\S+ \S+ {2}Ban {7}192\.0\.2\.1 +sshd +5 failures, for ever\n$/);
    const { level: _, ...event } = line;
    expect(JSON.parse((await type('tail --since 1h --no-follow --json')).out)).toEqual(event);
    await aws.stop();
    expect(aws.asked).toHaveLength(12);
  });

  it('tail tells of bans on request and by a list; a deployment without these functions has no log of them', async () => {
    const { type } = await deployment();
    const line = { event: 'ban', time: NOW, jail: 'sshd', failures: 0, bancount: 1, until: null };
    const logs: Readonly<Record<string, object>> = {
      '/fail2edge/Fail2edge/request': { ...line, ip: '192.0.2.1', origin: 'request' },
      '/fail2edge/Fail2edge/lists': { ...line, ip: '192.0.2.2', origin: 'list' },
    };
    const sharing = await awsServer({
      FilterLogEvents: ({ logGroupName }) => {
        const event = logs[String(logGroupName)];
        return { events: event ? [{ timestamp: NOW * 1000, message: JSON.stringify(event) }] : [] };
      },
    });
    const { out } = await type('tail --since 1h --no-follow');
    await sharing.stop();
    expect(out).toMatch(/192\.0\.2\.1 .* on request, for ever\n.*192\.0\.2\.2 .* by a list, for ever\n$/);
    const alone = await awsServer({
      FilterLogEvents: ({ logGroupName }) =>
        /request|lists/.test(String(logGroupName)) ? { error: 'ResourceNotFoundException' } : { events: [] },
    });
    expect(await type('tail --since 1h --no-follow')).toMatchObject({ code: 0, out: '' });
    await alone.stop();
  });

  it('doctor asks all there is to ask, and says what is denied', async () => {
    const { type } = await deployment();
    const aws = await awsServer({
      DescribeSubscriptionFilters: ({ logGroupName }) =>
        logGroupName === 'auth'
          ? { subscriptionFilters: [{ filterName: 'Fail2edge', filterPattern: '', destinationArn: 'arn' }] }
          : { error: 'ResourceNotFoundException' },
      DescribeLogStreams: () => ({ logStreams: [{ logStreamName: 'web-1', lastEventTimestamp: NOW * 1000 }] }),
      FilterLogEvents: () => ({ events: [{ timestamp: NOW * 1000, message: 'refused 192.0.2.1' }] }),
      TestMetricFilter: () => ({ matches: [{ eventNumber: 1, eventMessage: 'x', extractedValues: {} }] }),
    });
    const { code, out } = await type('doctor');
    await aws.stop();
    expect(code).toBe(1);
    expect(out).toContain('ok    subscriptions  auth: delivered to sshd\n');
    expect(out).toContain('fail  subscriptions  error: there is no such log group (web)\n');
    expect(out).toContain('ok    patterns       auth: 1 failures pass\n');
    expect(out).toContain('ok    hosts          auth: 1 stream speaks\n');
    expect(out).toContain('fail  edges          the table does not say what the edges write to: deploy once more');
    expect(out).toMatch(/warn {2}clock .* AWS's: bans and unbans from here bear a wrong time/);
    expect((await type('doctor nonsense')).err).toContain(
      'there is no check "nonsense"; there are table, configuration',
    );
  });

  it('doctor says which right is missing', async () => {
    const { type } = await deployment();
    const aws = await awsServer({});
    const { out } = await type('doctor subscriptions');
    await aws.stop();
    expect(out).toContain('fail  subscriptions  AWS denies it: not authorized: DescribeSubscriptionFilters');
  });
});

describe('A change by two operators', () => {
  it('on the table keeps both', async () => {
    const { changes, bans, table } = await deployment();
    const edgeStates = dynamoEdgeStates(table);
    const ports = { bans, changes, edgeStates, clock: () => NOW, random: () => 0, emit: () => undefined };
    const one = (ip: string) => change(ports, aRuleset(), allow([{ ip, until: null }]));
    await Promise.all(['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(one));
    expect((await changes.get()).allowed.map(({ ip }) => ip).sort()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  });
});
