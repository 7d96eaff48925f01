import type { Journal, JournalEntry } from '../../lib/core/journal';
import { dynamoJournal } from '../../lib/stores/dynamodb/journal';
import { memoryJournal } from '../../lib/stores/memory/journal';
import { type LocalTable, newTable, startTable } from '../support/dynalite';

const entry = (time: number, over: Partial<JournalEntry> = {}): JournalEntry => ({
  ...{ time, by: 'kim', said: 'set sshd banip 192.0.2.1', more: 0 },
  events: [{ event: 'unban', time, jail: 'sshd', ip: '192.0.2.1', reason: 'manual' }],
  ...over,
});

function journalContract(empty: () => Promise<Journal>): void {
  it('gives what was said since a time, in its order, as it was', async () => {
    const journal = await empty();
    const said = [entry(1_795_150_845.25), entry(1_795_150_999, { by: 'a\u202e', said: '"', events: [], more: 9 })];
    await journal.add(entry(1_700_000_000));
    for (const one of [...said].reverse()) await journal.add(one);
    expect(await journal.since(1_795_150_845.25)).toEqual(said);
    expect(await journal.since(1_795_151_000)).toEqual([]);
    expect(await journal.since(0)).toHaveLength(3);
  });

  it('keeps two that were said in the same millisecond', async () => {
    const journal = await empty();
    await journal.add(entry(5, { said: 'a' }));
    await journal.add(entry(5, { said: 'b' }));
    expect((await journal.since(5)).map(({ said }) => said).sort()).toEqual(['a', 'b']);
  });
}

describe('the journal in memory', () => {
  journalContract(async () => memoryJournal());
});

describe('the journal on the table', () => {
  let table: LocalTable;
  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.stop());
  journalContract(async () => dynamoJournal(await newTable(table)));
});
