import { type AttributeValue, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { banKey, sessionKey } from '../../lib/stores/dynamodb/keys';
import { keyAttributes, type Table } from '../../lib/stores/dynamodb/table';
import type { LocalTable } from '../support/dynalite';
import { newTable, startTable } from '../support/dynalite';
import { limitLines, passwordLines, START, type Story, sshLines, tell, theRuleset } from './support/story';

/** The deployed path on a table that somebody edited by hand. */
jest.setTimeout(60_000);
const ruleset = theRuleset();
let server: LocalTable;
let story: Story;
let table: Table;
beforeAll(async () => {
  server = await startTable();
});
beforeEach(async () => {
  table = await newTable(server);
  story = tell(table, ruleset);
});
afterEach(() => story.account.restore());
afterAll(() => server.stop());

const POISONED = '203.0.113.50';
const limited = (address: string, from = START) => limitLines(address, [0, 1, 2], from);
const inSets = () => story.picture().sets[0]?.split(': ')[1]?.split(',');

/** A line that belongs to a connection nobody has seen begin. */
const lineOf = (n: number) =>
  `Nov 18 02:14:07 gate sshd[${9000 + n}]: Connection closed by 203.0.113.9 port 5 [preauth]`;

/** A live ticket whose `version` and `bancount` are gone; it ends in three hours, says its index. */
const poison = (over: Record<string, unknown> = {}) => ({
  ...keyAttributes(banKey('nginx-limit-req', POISONED)),
  ...{ jail: { S: 'nginx-limit-req' }, ip: { S: POISONED }, state: { S: 'live' }, due: { N: String(START + 10_800) } },
  ...over,
});
const put = (item: Record<string, unknown>) =>
  table.client.send(new PutItemCommand({ TableName: table.name, Item: item as Record<string, AttributeValue> }));

describe('I11 a ticket that nobody can read blocks no other', () => {
  it('new bans reach their edges, ended ones leave them, and the poisoned one stays where it is until its end', async () => {
    await story.deliver(passwordLines('203.0.113.90', [0, 1, 2]));
    await story.deliver(limited(POISONED));
    await story.stream();
    await put(poison());

    await story.deliver(limited('203.0.113.91'));
    await story.stream();
    expect(inSets()).toEqual(['192.0.2.200/32', '203.0.113.50/32', '203.0.113.90/32', '203.0.113.91/32']);

    // The ten minutes of nginx-http-auth are over, the three hours of nginx-limit-req are not.
    await story.later(660);
    expect(inSets()).toEqual(['192.0.2.200/32', '203.0.113.50/32', '203.0.113.91/32']);

    await story.later(10_800);
    expect(inSets()).toEqual(['192.0.2.200/32']);
  });

  it('a batch that names the poisoned address bans everybody else in it', async () => {
    await put(poison());
    const batches = [limited('203.0.113.40'), limited(POISONED), limited('203.0.113.60')];
    const records = batches.flatMap((batch) => [...batch.records]);
    await story.deliver({ ...limited(POISONED), records });
    const banned = (await story.bans()).filter(({ bancount, version }) => bancount > 0 && version > 0);
    expect(banned.map(({ ip }) => ip).sort()).toEqual(['203.0.113.40', '203.0.113.60']);
  });

  it('as soon as it is mended or deleted, it counts and bans again', async () => {
    await put(poison());
    await story.deliver(limited(POISONED));
    await table.client.send(
      new DeleteItemCommand({ TableName: table.name, Key: keyAttributes(banKey('nginx-limit-req', POISONED)) }),
    );
    await story.deliver(limited(POISONED, START + 20));
    expect(await story.ticket('nginx-limit-req', POISONED)).toMatchObject({ bancount: 1, state: 'live' });
  });

  it('and neither does a session: a batch that asks for it counts as if nothing were stored', async () => {
    const key = { jail: 'sshd', logGroup: '/example/auth.log', logStream: 'i-0abc' };
    const ttl = { N: String(START + 300) };
    const damaged = [
      { state: { S: '{"sessions":5}' }, ttl },
      { state: { S: '{' }, ttl },
      { state: { N: '1' }, ttl },
      {},
    ];
    for (const [n, over] of damaged.entries()) {
      await put({ ...keyAttributes(sessionKey(key)), ...over });
      story.restart();
      const address = `203.0.113.${100 + n}`;
      const session = sshLines(address, [0, 1, 2]);
      const first = { ...session.records[0], id: `first ${n}`, message: lineOf(n) };
      await story.deliver({ ...session, records: [first as (typeof session.records)[number], ...session.records] });
      expect(await story.ticket('sshd', address)).toMatchObject({ state: 'live' });
    }
  });

  it('of an sshd jail leaves network ACL and security group equal to the table for all others', async () => {
    await put({ ...poison({ jail: { S: 'sshd' } }), ...keyAttributes(banKey('sshd', '203.0.113.51')) });
    const before = story.picture();
    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    await story.stream();
    expect(
      story
        .picture()
        .acl.filter((line) => / deny (203\.)/.test(line))
        .map((line) => line.split(' ')[2]),
    ).toEqual(['203.0.113.51/32', '203.0.113.7/32']);
    await story.later(660);
    await story.later(10_800);
    expect(story.picture()).toEqual(before);
  });
});
