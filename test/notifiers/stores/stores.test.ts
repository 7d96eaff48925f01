import type { MailBudget, WhoisAnswer } from '../../../lib/core/report';
import { memoryBudget } from '../../../lib/local/mail/memory-budget';
import { memoryOutbox } from '../../../lib/local/mail/memory-outbox';
import { memoryWhoisCache, type WhoisCache } from '../../../lib/notifiers/whois-cache';
import { dynamoMailBudget } from '../../../lib/stores/dynamodb/mail-budget';
import { dynamoOutbox } from '../../../lib/stores/dynamodb/outbox';
import { dynamoWhoisCache } from '../../../lib/stores/dynamodb/whois-cache';
import { aRecord } from '../../fakes/aws-mail/builders';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { outboxContract } from './outbox-contract';

let table: LocalTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

describe('the outbox in memory', () => outboxContract(async () => memoryOutbox()));
describe('the outbox on the table', () => outboxContract(async () => dynamoOutbox(await newTable(table))));

describe.each<[string, () => Promise<MailBudget>]>([
  ['in memory', async () => memoryBudget()],
  ['on the table', async () => dynamoMailBudget(await newTable(table))],
])('the mail budget %s', (_, make) => {
  test('twelve an hour for each recipient, the next when an hour has passed', async () => {
    const budget = await make();
    const taken = async (recipient: string, now: number, times: number) => {
      let count = 0;
      for (let time = 0; time < times; time++) if ((await budget.take(recipient, now)).kind === 'taken') count++;
      return count;
    };
    expect(await taken('a@example.com', 1_000, 20)).toBe(12);
    expect(await taken('b@example.com', 1_000, 3)).toBe(3);
    expect(await taken('a@example.com', 4_599, 1)).toBe(0);
    expect(await taken('a@example.com', 4_600, 1)).toBe(1);
  });

  test('runs at the same time never take more than there is', async () => {
    const budget = await make();
    const taken = await Promise.all(Array.from({ length: 20 }, () => budget.take('a@example.com', 1_000)));
    expect(taken.filter(({ kind }) => kind === 'taken').length).toBeLessThanOrEqual(12);
    expect(taken).toContainEqual({ kind: 'taken' });
  });

  test('who is held back is known to have taken nothing the last time, until a later try', async () => {
    const budget = await make();
    const [ops, now] = ['a@example.com', 1_000];
    await budget.refused(ops);
    for (let time = 0; time < 12; time++) await budget.take(ops, now);
    expect(await budget.take(ops, now)).toEqual({ kind: 'held', refused: false });
    await budget.refused(ops);
    expect(await budget.take(ops, now)).toEqual({ kind: 'held', refused: true });
    expect(await budget.take('b@example.com', now)).toEqual({ kind: 'taken' });
    expect(await budget.take(ops, now + 3_600)).toEqual({ kind: 'taken' });
    for (let time = 0; time < 11; time++) await budget.take(ops, now + 3_600);
    expect(await budget.take(ops, now + 3_600)).toEqual({ kind: 'held', refused: false });
  });
});

describe.each<[string, () => Promise<WhoisCache>]>([
  ['in memory', async () => memoryWhoisCache()],
  ['on the table', async () => dynamoWhoisCache(await newTable(table))],
])('the whois cache %s', (_, make) => {
  const found = (first: string, last: string, name = 'X'): WhoisAnswer => ({
    kind: 'found',
    record: aRecord({ first, last, network: name, text: ['netname: X'] }),
  });

  test('gives an answer until it expires', async () => {
    const cache = await make();
    const answer = found('192.0.2.0', '192.0.2.255');
    expect(await cache.get('192.0.2.0/24', 10)).toEqual([]);
    await cache.put('192.0.2.0/24', answer, 100);
    expect(await cache.get('192.0.2.0/24', 99)).toEqual([answer]);
    expect(await cache.get('192.0.2.0/24', 100)).toEqual([]);
  });

  test('keeps the networks of a block apart: none takes the place of another, or stands in another block', async () => {
    const cache = await make();
    const none: WhoisAnswer = { kind: 'none', reason: 'no-answer' };
    const [low, high] = [found('192.0.2.0', '192.0.2.127'), found('192.0.2.128', '192.0.2.255')];
    for (const answer of [low, high, none]) await cache.put('192.0.2.0/24', answer, 100);
    await cache.put('192.0.20.0/24', found('192.0.20.0', '192.0.20.255'), 100);
    const renamed = found('192.0.2.0', '192.0.2.127', 'RENAMED');
    await cache.put('192.0.2.0/24', renamed, 200);
    const kept = await cache.get('192.0.2.0/24', 99);
    expect(new Set(kept)).toEqual(new Set([renamed, high, none]));
    expect(await cache.get('192.0.2.0/24', 150)).toEqual([renamed]);
  });
});
