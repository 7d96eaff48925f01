import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { dynamoBuckets } from '../../../lib/stores/dynamodb/buckets';
import { dynamoCounters } from '../../../lib/stores/dynamodb/counters';
import { dynamoEdgeStates } from '../../../lib/stores/dynamodb/edge-states';
import { dynamoRuleMemory } from '../../../lib/stores/dynamodb/rule-memory';
import { dynamoSessions } from '../../../lib/stores/dynamodb/sessions';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { banContract } from '../ban-contract';
import { bucketContract } from '../bucket-contract';
import { counterContract } from '../counter-contract';
import { edgeStateContract } from '../edge-state-contract';
import { ruleMemoryContract } from '../rule-memory-contract';
import { sessionContract } from '../session-contract';

let table: LocalTable;

beforeAll(async () => {
  table = await startTable();
});

afterAll(() => table.stop());

describe('counters on the table', () => {
  counterContract(() => dynamoCounters(table), 10);
});

describe('bans on the table', () => {
  banContract(async (clock) => dynamoBans(await newTable(table), { clock }), 5);
});

describe('edge states on the table', () => {
  edgeStateContract(async () => dynamoEdgeStates(await newTable(table)), 15);
});

describe('token buckets on the table', () => {
  bucketContract(async () => dynamoBuckets(await newTable(table)), 5);

  it('that a clock far ahead took from hold nobody up', async () => {
    const bucket = dynamoBuckets(await newTable(table))('any', 0.5);
    expect(await bucket.reserve(9_000_000, 1e12)).toBe(0);
    expect(await bucket.reserve(1000, 1020)).toBe(0);
    expect(await bucket.reserve(1000, 1020)).toBe(2);
  });
});

describe('sessions on the table', () => {
  sessionContract((clock) => dynamoSessions(table, clock));
});

describe("an edge's own rules on the table", () => {
  ruleMemoryContract(async () => dynamoRuleMemory(await newTable(table)));
});
