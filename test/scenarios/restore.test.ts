import { BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item, Table } from '../../lib/stores/dynamodb/table';
import type { LocalTable } from '../support/dynalite';
import { newTable, startTable } from '../support/dynalite';
import {
  ACL,
  attack,
  GROUP,
  limitLines,
  passwordLines,
  SETS,
  type Story,
  sshLines,
  tell,
  theRuleset,
} from './support/story';
import { startSystem } from './support/system';

jest.setTimeout(60_000);
const ruleset = theRuleset();
let server: LocalTable;
let table: Table;
let story: Story;
beforeAll(async () => {
  server = await startTable();
});
beforeEach(async () => {
  table = await newTable(server);
  story = tell(table, ruleset);
});
afterEach(() => story.account.restore());
afterAll(() => server.stop());

/** Everything on the table at this moment: what a point-in-time recovery to it brings back. */
async function backup(): Promise<readonly Item[]> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name, ConsistentRead: true }));
  return Items;
}

/** The deployment on a new table with these items, on the same account. */
async function restored(items: readonly Item[]) {
  const recovered = await newTable(server);
  for (let at = 0; at < items.length; at += 25) {
    const requests = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item: { ...Item } } }));
    await server.client.send(new BatchWriteItemCommand({ RequestItems: { [recovered.name]: requests } }));
  }
  return startSystem(story.account, recovered, ruleset);
}

const limited = (address: string, second = 0) => limitLines(address, [second, second + 1, second + 2]);
const inSets = () => story.picture().sets[0]?.split(': ')[1]?.split(',');

describe('I18 after a loss the edges are right again within two minutes', () => {
  it('of everything that stood on them: all is back within one', async () => {
    for (const batch of attack()) await story.deliver(batch);
    await story.stream();
    const banned = story.picture();
    story.account.waf.overwrite(SETS.v4, ['192.0.2.200/32']);
    story.account.acls.drop(ACL, 1);
    story.account.acls.drop(ACL, 2);
    story.account.groups.allow(GROUP, { CidrIpv4: '203.0.113.7/32', Description: 'backup host' });
    expect(story.picture()).not.toEqual(banned);
    await story.minute();
    expect(story.picture()).toEqual(banned);
  });

  it('of three hours of the table: no ban that ended meanwhile comes back, and those that stand are there', async () => {
    const before = story.picture();
    await story.deliver(passwordLines('203.0.113.90', [0, 1, 2]));
    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    await story.later(120);
    await story.deliver(limited('203.0.113.91', 130));
    await story.stream();
    const items = await backup();

    // Ten minutes later two of the three are over; then the table is lost and the older one takes its place.
    await story.later(900);
    expect(inSets()).toEqual(['192.0.2.200/32', '203.0.113.91/32']);
    const system = await restored(items);
    for (let minutes = 0; minutes < 2; minutes++) {
      await system.minute();
      expect(inSets()).toEqual(['192.0.2.200/32', '203.0.113.91/32']);
      expect({ ...story.picture(), sets: [] }).toEqual({ ...before, sets: [] });
    }
    expect((await system.bans()).map(({ ip }) => ip)).toEqual(['203.0.113.91']);
    expect(await system.ticket('sshd', '203.0.113.7')).toMatchObject({ state: 'over', bancount: 1 });
  });

  it('what was lifted by hand after the point of recovery stands until its end, and then ends for good', async () => {
    await story.deliver(limited('203.0.113.91'));
    await story.stream();
    const items = await backup();
    story.account.waf.overwrite(SETS.v4, ['192.0.2.200/32']);
    const system = await restored(items);
    await system.minute();
    expect(inSets()).toEqual(['192.0.2.200/32', '203.0.113.91/32']);
    system.sleep(3 * 3600);
    await system.minute();
    expect(inSets()).toEqual(['192.0.2.200/32']);
  });

  it('lines of before that are delivered again ban nobody whose ban is over', async () => {
    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    const items = await backup();
    await story.later(900);
    const system = await restored(items);
    await system.minute();
    await system.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    await system.stream();
    await system.minute();
    expect(await system.ticket('sshd', '203.0.113.7')).toMatchObject({ state: 'over', bancount: 1 });
    expect(story.picture().acl.filter((line) => line.includes('203.0.113.7'))).toEqual([]);
  });

  it('the whole table: what stands on the edges is nobody’s, is left alone, and new bans are made beside it', async () => {
    for (const batch of attack()) await story.deliver(batch);
    await story.stream();
    const system = await restored([]);
    await system.deliver(limited('203.0.113.91', 200));
    await system.stream();
    await system.minute();
    expect(inSets()).toEqual(['192.0.2.200/32', '203.0.113.90/32', '203.0.113.91/32']);
    expect(story.picture().acl).toContain('1 deny 203.0.113.7/32 6:22-22');
  });
});
