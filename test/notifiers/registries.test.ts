import type { WhoisAnswer } from '../../lib/core/report';
import { registries } from '../../lib/notifiers/registries';
import { memoryWhoisCache, type WhoisCache } from '../../lib/notifiers/whois-cache';
import { anAnswer, type RdapServer, rdapServer } from './rdap/registry';
import { ianaRefersTo, RIPE_ANSWER, type WhoisServers, whoisServers } from './whois/registry';

const cleanups: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(cleanups.splice(0).map((close) => close())));

interface World {
  readonly rdap: RdapServer;
  readonly whois: WhoisServers;
  readonly of: (ip: string, signal?: AbortSignal) => ReturnType<ReturnType<typeof registries>['of']>;
  tick(seconds: number): void;
}

async function world(
  rdapAnswer: unknown | ((asked: string) => unknown),
  answers: Parameters<typeof whoisServers>[0],
  cache: WhoisCache = memoryWhoisCache(),
): Promise<World> {
  const rdap = await rdapServer(({ url }, response) => {
    const answer = typeof rdapAnswer === 'function' ? rdapAnswer(url?.split('/').pop() ?? '') : rdapAnswer;
    if (answer !== 'silence') response.end(JSON.stringify(answer));
  });
  const whois = await whoisServers(answers);
  cleanups.push(rdap.close, whois.close);
  let now = 1_700_000_000;
  const asking = registries({
    fetch: rdap.fetch,
    net: whois,
    cache,
    clock: () => now,
    deadline: () => AbortSignal.timeout(rdapAnswer === 'silence' ? 100 : 20_000),
  });
  return {
    rdap,
    whois,
    of: (ip, signal = AbortSignal.timeout(20_000)) => asking.of(ip, signal),
    tick: (seconds) => {
      now += seconds;
    },
  };
}

const RIPE = { 'whois.iana.org': ianaRefersTo('whois.ripe.net'), 'whois.ripe.net': RIPE_ANSWER };

test('RDAP is asked first, and port 43 not at all when it answers', async () => {
  const { of, whois } = await world(anAnswer(), RIPE);
  expect(await of('193.0.6.139')).toMatchObject({ kind: 'found', record: { via: 'rdap', network: 'EXAMPLE-NET' } });
  expect(whois.asked).toEqual([]);
});

test('port 43 is asked when RDAP has no answer', async () => {
  const { of } = await world({}, RIPE);
  expect(await of('192.0.2.1')).toMatchObject({ kind: 'found', record: { via: 'whois', network: 'EXAMPLE-NET' } });
});

test('port 43 is asked when RDAP is silent', async () => {
  const { of } = await world('silence', RIPE);
  expect(await of('192.0.2.1')).toMatchObject({ kind: 'found', record: { via: 'whois' } });
});

test('a network is asked for once a day, also by lookups at the same time', async () => {
  const { of, rdap, tick } = await world(anAnswer(), {});
  await Promise.all(['193.0.6.1', '193.0.6.2', '193.0.6.3'].map((ip) => of(ip)));
  await of('193.0.6.4');
  expect(rdap.asked).toHaveLength(1);
  await of('193.0.7.1');
  expect(rdap.asked).toHaveLength(2);
  tick(86_400);
  await of('193.0.6.1');
  expect(rdap.asked).toHaveLength(3);
});

describe('networks that share a /24', () => {
  /** Two customers of one provider; the rest of his /16 is his own. */
  const customers = (asked: string) => {
    const host = Number(asked.split('.')[3]);
    if (host < 16) return anAnswer({ name: 'OFFENDER', startAddress: '193.0.6.8', endAddress: '193.0.6.15' });
    if (host >= 128) return anAnswer({ name: 'NEIGHBOUR', startAddress: '193.0.6.128', endAddress: '193.0.6.255' });
    return anAnswer({ name: 'PROVIDER', startAddress: '193.0.0.0', endAddress: '193.0.255.255' });
  };
  const nameOf = (answer: WhoisAnswer) => (answer.kind === 'found' ? answer.record.network : answer.reason);
  const namesOf = async ({ of }: World, ...hosts: readonly number[]) => {
    const names: unknown[] = [];
    for (const host of hosts) names.push(nameOf(await of(`193.0.6.${host}`)));
    return names;
  };

  test('are told apart: an answer serves only the addresses that lie in its network', async () => {
    const asking = await world(customers, {});
    expect(await namesOf(asking, 9, 200, 100)).toEqual(['OFFENDER', 'NEIGHBOUR', 'PROVIDER']);
  });

  test('are each asked for once a day: what is known of one does not take the place of the other', async () => {
    const asking = await world(customers, {});
    await namesOf(asking, 9, 200, 100);
    expect(await namesOf(asking, 10, 201, 101, 9)).toEqual(['OFFENDER', 'NEIGHBOUR', 'PROVIDER', 'OFFENDER']);
    expect(asking.rdap.asked).toHaveLength(3);
  });

  test('are told apart when they are asked for at the same time, by a broken cache as well', async () => {
    const broken: WhoisCache = { get: () => Promise.reject(new Error('x')), put: () => Promise.reject(new Error('x')) };
    for (const cache of [memoryWhoisCache(), broken]) {
      const { of, rdap } = await world(customers, {}, cache);
      const hosts = [9, 200, 10, 201];
      const answers = await Promise.all(hosts.map((host) => of(`193.0.6.${host}`)));
      expect(answers.map(nameOf)).toEqual(['OFFENDER', 'NEIGHBOUR', 'OFFENDER', 'NEIGHBOUR']);
      expect(rdap.asked.length).toBeLessThanOrEqual(3);
    }
  });

  test('the smallest network that holds an address is its own, whichever was asked for first', async () => {
    const asking = await world(customers, {});
    expect(await namesOf(asking, 200, 100, 201, 100)).toEqual(['NEIGHBOUR', 'PROVIDER', 'NEIGHBOUR', 'PROVIDER']);
  });
});

test('a network that only port 43 told of serves no neighbour either', async () => {
  const text = 'inetnum: 192.0.2.8 - 192.0.2.15\nnetname: OFFENDER\n\ninetnum: 192.0.2.128/25\nnetname: NEIGHBOUR\n';
  const { of } = await world({}, { ...RIPE, 'whois.ripe.net': text });
  expect(await of('192.0.2.9')).toMatchObject({ record: { via: 'whois', network: 'OFFENDER' } });
  expect(await of('192.0.2.200')).toMatchObject({ record: { via: 'whois', network: 'NEIGHBOUR' } });
});

test('that nobody answered is remembered for a quarter of an hour', async () => {
  const { of, rdap, tick } = await world({}, {});
  expect(await of('192.0.2.1')).toEqual({ kind: 'none', reason: 'no-answer' });
  await of('192.0.2.1');
  expect(rdap.asked).toHaveLength(1);
  tick(900);
  await of('192.0.2.1');
  expect(rdap.asked).toHaveLength(2);
});

test('a prefix is looked up by its first address', async () => {
  const { of, rdap } = await world(anAnswer(), {});
  await of('2001:4860::/64');
  expect(rdap.asked).toEqual(['https://rdap.arin.net/registry/ip/2001:4860::']);
});

test.each(['10.0.0.1', '127.0.0.1', 'fe80::1', '169.254.169.254', 'not an address', '../../x'])(
  'nobody is asked about %s',
  async (ip) => {
    const { of, rdap, whois } = await world(anAnswer(), RIPE);
    expect(await of(ip)).toEqual({ kind: 'none', reason: 'not-public' });
    expect([...rdap.asked, ...whois.asked]).toEqual([]);
  },
);

test('the caller’s deadline ends both and is not remembered as an answer', async () => {
  const { of, whois } = await world({}, { 'whois.iana.org': () => undefined });
  expect(await of('192.0.2.1', AbortSignal.timeout(150))).toEqual({ kind: 'none', reason: 'deadline' });
  const again = await of('192.0.2.1', AbortSignal.timeout(150));
  expect(again).toEqual({ kind: 'none', reason: 'deadline' });
  expect(whois.asked).toHaveLength(2);
});

test('a cache that is out of order costs a query, not the answer', async () => {
  const broken: WhoisCache = {
    get: () => Promise.reject(new Error('down')),
    put: () => Promise.reject(new Error('down')),
  };
  const { of } = await world(anAnswer(), {}, broken);
  expect((await of('193.0.6.139')).kind).toBe('found');
});
