import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { dynamoBansMade } from '../../../lib/stores/dynamodb/bans-made';
import { dynamoBuckets } from '../../../lib/stores/dynamodb/buckets';
import { dynamoChanges } from '../../../lib/stores/dynamodb/changes';
import { dynamoCounterList } from '../../../lib/stores/dynamodb/counter-list';
import { dynamoCounters } from '../../../lib/stores/dynamodb/counters';
import { dynamoEdgeStates } from '../../../lib/stores/dynamodb/edge-states';
import { dynamoRuleMemory } from '../../../lib/stores/dynamodb/rule-memory';
import { dynamoSessions } from '../../../lib/stores/dynamodb/sessions';
import { type LocalTable, newTable } from '../../support/dynalite';
import { banContract } from '../ban-contract';
import { bucketContract } from '../bucket-contract';
import { changeContract } from '../change-contract';
import { counterContract } from '../counter-contract';
import { edgeStateContract } from '../edge-state-contract';
import { ruleMemoryContract } from '../rule-memory-contract';
import { sessionContract } from '../session-contract';

/** The one contract suite, over the AWS adapters on whatever speaks DynamoDB. `runs`: cases of each law. */
export function contractsOn(name: string, start: () => Promise<LocalTable>, runs: number): void {
  let table: LocalTable;

  beforeAll(async () => {
    table = await start();
  }, 90_000);

  afterAll(() => table?.stop());

  describe(`counters on ${name}`, () => {
    counterContract(() => ({ ...dynamoCounters(table), ...dynamoCounterList(table) }), 2 * runs);
  });

  describe(`bans on ${name}`, () => {
    banContract(async (clock) => dynamoBans(await newTable(table), { clock }), runs);
  });

  describe(`edge states on ${name}`, () => {
    edgeStateContract(async () => dynamoEdgeStates(await newTable(table)), 3 * runs);
  });

  describe(`token buckets on ${name}`, () => {
    bucketContract(async () => dynamoBuckets(await newTable(table)), runs);

    it('that a clock far ahead took from hold nobody up', async () => {
      const bucket = dynamoBuckets(await newTable(table))('any', 0.5);
      expect(await bucket.reserve(9_000_000, 1e12)).toBe(0);
      expect(await bucket.reserve(1000, 1020)).toBe(0);
      expect(await bucket.reserve(1000, 1020)).toBe(2);
    });
  });

  it(`new bans of all instances are counted by jail and minute on ${name}`, async () => {
    const [one, another] = [dynamoBansMade(table), dynamoBansMade(table)];
    expect(await one.add('sshd', 100, 7)).toBe(7);
    expect(await another.add('sshd', 100, 5)).toBe(12);
    expect(await another.add('sshd', 101, 1)).toBe(1);
    expect(await another.add('sshd#1', 100, 2)).toBe(2);
    const all = await Promise.all(Array.from({ length: 10 }, () => one.add('nginx', 100, 1)));
    expect(Math.max(...all)).toBe(10);
  });

  describe(`sessions on ${name}`, () => {
    sessionContract((clock) => dynamoSessions(table, clock));
  });

  describe(`an edge's own rules on ${name}`, () => {
    ruleMemoryContract(async () => dynamoRuleMemory(await newTable(table)));
  });

  describe(`run-time changes on ${name}`, () => {
    changeContract(async () => dynamoChanges(await newTable(table)));
  });
}
