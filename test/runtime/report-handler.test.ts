import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Ban } from '../../lib/core/ban';
import { reportHandler } from '../../lib/runtime/report-handler';
import { banItem } from '../../lib/stores/dynamodb/ban-item';
import { aLiveBan } from '../scenarios/support/set-edge';

function setUp() {
  const reported: (readonly Ban[])[] = [];
  const notices: string[] = [];
  const flushes = { count: 0 };
  const refused: number[] = [];
  const handler = reportHandler({
    report: async (bans) => {
      reported.push(bans);
      return { deliveries: [], waiting: 0, refused: 2, notices: ['a box is full'] };
    },
    onNotice: (notice) => void notices.push(notice),
    onRefused: (recipients) => void refused.push(recipients),
    flush: () => {
      flushes.count++;
    },
  });
  return { reported, notices, refused, flushes, handle: (event: object) => handler(event as DynamoDBStreamEvent) };
}

const image = (over: Partial<Ban> = {}) => banItem(aLiveBan(over), null);
const change = (after: Partial<Ban>, before?: Partial<Ban>) => ({
  dynamodb: { NewImage: image(after), ...(before && { OldImage: image(before) }) },
});

describe('a change of a ban’s ticket', () => {
  it.each([
    ['a first ban', change({}), ['live 1']],
    ['a ban of one who was banned before', change({ bancount: 2 }, { state: 'over' }), ['live 2']],
    ['a ban in place of one whose end had passed', change({ bancount: 2 }, {}), ['over 1', 'live 2']],
    ['a longer end', change({ end: 1_002_600, version: 2 }, {}), []],
    ['an unban', change({ state: 'over', version: 2 }, {}), ['over 1']],
    ['a counter that was cleared', change({ state: 'over', bancount: 0 }), []],
    ['a counter that was cleared again', change({ state: 'over', version: 2 }, { state: 'over' }), []],
    ['an item that was removed', { dynamodb: { OldImage: image() } }, []],
  ])('that is %s: %#', async (_, record, told) => {
    const { reported, handle } = setUp();
    await handle({ Records: [record] });
    expect(reported[0]?.map(({ state, bancount }) => `${state} ${bancount}`)).toEqual(told);
  });
});

describe('reporting', () => {
  it('passes the bans on as the table holds them', async () => {
    const { reported, handle } = setUp();
    await handle({ Records: [change({})] });
    expect(reported).toEqual([[aLiveBan()]]);
  });

  it('counts the recipients that took nothing', async () => {
    const { refused, handle } = setUp();
    await handle({});
    expect(refused).toEqual([2]);
  });

  it('looks at what waits when it is called by schedule', async () => {
    const { reported, handle } = setUp();
    await handle({});
    expect(reported).toEqual([[]]);
  });

  it('leaves out a record that is no ticket, tells it, and reports the others', async () => {
    const { reported, notices, flushes, handle } = setUp();
    const broken = { dynamodb: { NewImage: { ...image(), time: { S: 'yesterday' } } } };
    await handle({ Records: [broken, change({ ip: '192.0.2.2' })] });
    expect(reported[0]?.map(({ ip }) => ip)).toEqual(['192.0.2.2']);
    expect(notices).toEqual([expect.stringContaining('time'), 'a box is full']);
    expect(flushes.count).toBe(1);
  });
});
