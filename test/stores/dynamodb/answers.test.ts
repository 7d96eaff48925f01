import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { dynamoCounters } from '../../../lib/stores/dynamodb/counters';
import { overflowDigest, overflowLists } from '../../../lib/stores/dynamodb/edge-overflow';
import { dynamoEdgeStates } from '../../../lib/stores/dynamodb/edge-states';
import { banKey, overflowKey } from '../../../lib/stores/dynamodb/keys';
import { keyAttributes, type Table, TableItemError } from '../../../lib/stores/dynamodb/table';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { ticket } from '../ban-contract';

let local: LocalTable;
const clients: DynamoDBClient[] = [];

beforeAll(async () => {
  local = await startTable();
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await local.stop();
});

/** The table through a client of its own, whose requests are recorded, and the chosen answers lost on their way back. */
async function watched(
  loses: (request: number) => boolean = () => false,
  error = { name: 'TimeoutError', message: 'connection reset' },
) {
  const client = new DynamoDBClient({
    endpoint: local.endpoint,
    region: 'eu-central-1',
    maxAttempts: 2,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  clients.push(client);
  const requests: string[] = [];
  const acts = new Map<string, () => Promise<unknown>>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const act = acts.get(String(context.commandName));
      acts.delete(String(context.commandName));
      await act?.();
      const request = requests.push(String(context.commandName).replace('Command', ''));
      const answer = await next(args);
      if (loses(request)) throw Object.assign(new Error(error.message), error);
      return answer;
    },
    { step: 'deserialize', priority: 'high', name: 'watch' },
  );
  const { name } = await newTable(local);
  /** Lets something happen right before the next request of this kind. */
  const before = (operation: string, act: () => Promise<unknown>) => acts.set(`${operation}Command`, act);
  return { table: { client, name } satisfies Table, requests, before };
}

describe('an answer that is lost after the write', () => {
  const losesFirst = (request: number) => request === 1;

  it('of a ban: the retry knows its own work and says written', async () => {
    const { table, requests } = await watched(losesFirst);
    expect(await dynamoBans(table).put(ticket(), null)).toBe('written');
    expect(requests).toEqual(['PutItem', 'PutItem']);
    expect(await dynamoBans(table).put(ticket(), null)).toBe('conflict');
  });

  it('of a later version of a ban, too', async () => {
    const { table } = await watched((request) => request === 2);
    const bans = dynamoBans(table);
    await bans.put(ticket(), null);
    expect(await bans.put(ticket({ version: 2 }), null)).toBe('written');
    expect(await bans.put(ticket({ version: 2 }), null)).toBe('conflict');
  });

  it('of taking the lease: the writer has it', async () => {
    const { table } = await watched(losesFirst);
    const states = dynamoEdgeStates(table);
    const token = await states.acquire('aws-waf', 100, 160);
    expect(token).toBeDefined();
    expect(await states.finish('aws-waf', token as string, await states.get('aws-waf'))).toBe('done');
  });

  it('of finishing: the run is done, and whoever holds the lease by then keeps it', async () => {
    const { table, requests } = await watched((request) => request === 3);
    const states = dynamoEdgeStates(table);
    const token = (await states.acquire('aws-waf', 100, 160)) as string;
    const state = { requested: 0, applied: 0, probe: 'p', overflow: [], comparedAt: 1 };
    expect(await states.finish('aws-waf', token, state)).toBe('done');
    expect(requests).toEqual(['UpdateItem', 'GetItem', 'UpdateItem', 'UpdateItem', 'GetItem']);
    expect(await states.get('aws-waf')).toEqual(state);
    expect(await states.acquire('aws-waf', 101, 161)).toBeDefined();
  });

  it('of a failure: it is counted once', async () => {
    const { table } = await watched(losesFirst);
    const key = { jail: 'sshd', ip: '192.0.2.1' };
    expect(await dynamoCounters(table).add(key, [{ time: 1, eventId: 'a' }], 100)).toHaveLength(1);
  });
});

it('a request that comes between the read and the write of finish is never lost', async () => {
  const { table, before } = await watched();
  const states = dynamoEdgeStates(table);
  const token = (await states.acquire('aws-waf', 100, 160)) as string;
  const seen = await states.get('aws-waf');
  before('UpdateItem', () => dynamoEdgeStates({ ...local, name: table.name }).request('aws-waf'));
  expect(await states.finish('aws-waf', token, seen)).toBe('again');
  expect(await states.finish('aws-waf', token, { ...seen, requested: 1, applied: 1 })).toBe('done');
  expect(await states.get('aws-waf')).toMatchObject({ requested: 1, applied: 1 });
});

it('a lease that is lost between the read and the write of finish fences the write', async () => {
  const { table, before } = await watched();
  const states = dynamoEdgeStates(table);
  const token = (await states.acquire('aws-waf', 100, 160)) as string;
  const seen = await states.get('aws-waf');
  const others = dynamoEdgeStates({ ...local, name: table.name });
  before('UpdateItem', () => others.acquire('aws-waf', 161, 220));
  expect(await states.finish('aws-waf', token, { ...seen, probe: 'stale' })).toBe('lost');
  expect(await states.get('aws-waf')).toMatchObject({ probe: '' });
  expect(await others.acquire('aws-waf', 162, 222)).toBeUndefined();
});

describe('throttling', () => {
  const THROTTLED = { name: 'ProvisionedThroughputExceededException', message: 'slow down' };

  it('is waited out', async () => {
    const { table, requests } = await watched((request) => request === 1, THROTTLED);
    expect(await dynamoBans(table).put(ticket(), null)).toBe('written');
    expect(requests).toHaveLength(2);
  });

  it('that does not end is an error, not a conflict', async () => {
    const { table, requests } = await watched(() => true, THROTTLED);
    await expect(dynamoBans(table).put(ticket(), null)).rejects.toThrow('slow down');
    expect(requests).toHaveLength(2);
  });
});

describe('what each question costs', () => {
  const cost = async (ask: (table: Table) => Promise<unknown>) => {
    const { table, requests } = await watched();
    await ask(table);
    return requests;
  };

  it('one write for the failures of an address, however many', async () => {
    const failures = Array.from({ length: 40 }, (_, n) => ({ time: n, eventId: `event${n}` }));
    const add = (table: Table) => dynamoCounters(table).add({ jail: 'sshd', ip: '192.0.2.1' }, failures, 100);
    expect(await cost(add)).toEqual(['UpdateItem']);
  });

  it('one write for a ban, one read for a ticket', async () => {
    expect(await cost((table) => dynamoBans(table).put(ticket(), null))).toEqual(['PutItem']);
    expect(await cost((table) => dynamoBans(table).get('sshd', '192.0.2.1'))).toEqual(['GetItem']);
    expect(await cost((table) => dynamoBans(table).ofIp('192.0.2.1'))).toEqual(['Query']);
  });

  it('one query a partition for what is live or due', async () => {
    expect(await cost((table) => dynamoBans(table).live())).toEqual(Array(8).fill('Query'));
    expect(await cost((table) => dynamoBans(table).due(1))).toEqual(Array(8).fill('Query'));
    expect(await cost((table) => dynamoBans(table).changedSince(1))).toEqual(Array(8).fill('Query'));
  });

  it('one item for an idle edge, also when a thousand bans do not fit on it', async () => {
    const { table, requests } = await watched();
    const states = dynamoEdgeStates(table);
    const token = (await states.acquire('aws-nacl', 100, 160)) as string;
    const overflow = Array.from({ length: 1000 }, (_, n) => `198.51.${n >> 8}.${n & 255}/32`);
    await states.finish('aws-nacl', token, { requested: 0, applied: 0, probe: '', overflow, comparedAt: 0 });
    await states.get('aws-nacl');
    requests.length = 0;
    for (let minute = 0; minute < 3; minute++) expect((await states.get('aws-nacl')).overflow).toEqual(overflow);
    expect(requests).toEqual(['GetItem', 'GetItem', 'GetItem']);
  });
});

describe('overflow lists', () => {
  it('may be longer than an item and a page of answers can hold', async () => {
    const { table, requests } = await watched();
    let seed = 1;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed;
    };
    const group = () => (random() >>> 16).toString(16);
    const list = Array.from({ length: 60_000 }, () => `${Array.from({ length: 8 }, group).join(':')}/128`);
    await overflowLists(table).save('aws-nacl', list, '');
    requests.length = 0;
    expect(await overflowLists(table).load('aws-nacl', overflowDigest(list))).toEqual(list);
    expect(requests.length).toBeGreaterThan(1);
  });

  it('that somebody damaged by hand are empty: no look fails for them', async () => {
    const { table } = await watched();
    const list = ['192.0.2.1/32'];
    await overflowLists(table).save('aws-nacl', list, '');
    const Key = keyAttributes(overflowKey('aws-nacl', overflowDigest(list), 0));
    for (const part of [{ B: Buffer.from('no deflate') }, { S: 'text' }]) {
      await table.client.send(new PutItemCommand({ TableName: table.name, Item: { ...Key, part } }));
      expect(await overflowLists(table).load('aws-nacl', overflowDigest(list))).toEqual([]);
    }
  });

  it('are dropped when nothing names them any more', async () => {
    const { table } = await watched();
    const lists = overflowLists(table);
    const [a, b, c] = [['192.0.2.1/32'], ['192.0.2.2/32'], ['192.0.2.3/32']] as const;
    await lists.save('aws-nacl', a, '');
    await lists.save('aws-nacl', b, overflowDigest(a));
    await lists.save('aws-nacl', c, overflowDigest(b));
    const seen = await Promise.all(
      [a, b, c].map((list) => overflowLists(table).load('aws-nacl', overflowDigest(list))),
    );
    expect(seen).toEqual([[], b, c]);
  });
});

describe('a ticket that somebody damaged by hand', () => {
  const damaged = async (over: Record<string, unknown> = {}) => {
    const { table } = await watched();
    const told: unknown[] = [];
    const bans = dynamoBans(table, { onUnreadable: (one) => told.push(one) });
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) await bans.put(ticket({ ip, end: 100 }), null);
    const item = { ...keyAttributes(banKey('sshd', '192.0.2.2')), due: { N: '100' }, ip: { S: '10.0.0.1' } };
    const Item = { ...item, jail: { S: 'sshd' }, time: { S: 'noon' }, ...over };
    await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    return { bans, told };
  };
  const told = { jail: 'sshd', message: expect.stringContaining('192.0.2.2#sshd: attribute time is missing') };

  it('is an error for whoever asks for it alone, never "no ban"', async () => {
    const { bans, told: notices } = await damaged();
    await expect(bans.get('sshd', '192.0.2.2')).rejects.toThrow(TableItemError);
    expect(notices).toEqual([told]);
  });

  it('stands among the live ones with what its key and index say, so that no edge opens by accident', async () => {
    const { bans, told: notices } = await damaged();
    const live = [...(await bans.live())].sort((a, b) => (a.ip < b.ip ? -1 : 1));
    expect(live.map(({ jail, ip, end }) => [jail, ip, end])).toEqual([
      ['sshd', '192.0.2.1', 100],
      ['sshd', '192.0.2.2', 100],
      ['sshd', '192.0.2.3', 100],
    ]);
    expect(notices).toEqual([told]);
  });

  it('is left out of what is due and of all, and told of each time; its address is known to be ours', async () => {
    const { bans, told: notices } = await damaged();
    const ipsOf = (found: readonly { ip: string }[]) => found.map(({ ip }) => ip).sort();
    expect(ipsOf(await bans.due(200))).toEqual(['192.0.2.1', '192.0.2.3']);
    expect(ipsOf(await bans.all())).toEqual(['192.0.2.1', '192.0.2.3']);
    expect(await bans.ofIp('192.0.2.2')).toMatchObject([{ jail: 'sshd', ip: '192.0.2.2', bancount: 1 }]);
    expect(notices).toEqual([told, told, told]);
  });

  it('is never overwritten', async () => {
    const { bans } = await damaged();
    expect(await bans.put(ticket({ ip: '192.0.2.2' }), null)).toBe('conflict');
    expect(await bans.put(ticket({ ip: '192.0.2.2', version: 2 }), null)).toBe('conflict');
  });

  it('without an end stands for ever, and one that no edge could name is only told of', async () => {
    const eternal = await damaged({ due: { N: '9999999999999' } });
    expect((await eternal.bans.live()).find(({ ip }) => ip === '192.0.2.2')).toMatchObject({ end: null });
    const nameless = await damaged({ sk: { S: 'who' } });
    expect(await nameless.bans.live()).toHaveLength(3);
    expect(nameless.told).toEqual([{ jail: undefined, message: expect.stringContaining('who') }]);
  });
});

it('a table that is not there is an error, not a conflict', async () => {
  const gone = { client: local.client, name: 'no-such-table' };
  await expect(dynamoBans(gone).put(ticket(), null)).rejects.toThrow('resource not found');
});
