import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { dynamoCounters } from '../../../lib/stores/dynamodb/counters';
import { dynamoEdgeStates } from '../../../lib/stores/dynamodb/edge-states';
import { dynamoRuleMemory } from '../../../lib/stores/dynamodb/rule-memory';
import { dynamoSessions } from '../../../lib/stores/dynamodb/sessions';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { banContract } from '../ban-contract';
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

describe('sessions on the table', () => {
  sessionContract((clock) => dynamoSessions(table, clock));
});

describe("an edge's own rules on the table", () => {
  ruleMemoryContract(async () => dynamoRuleMemory(await newTable(table)));
});
