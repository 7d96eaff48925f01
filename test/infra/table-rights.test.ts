import { Template } from 'aws-cdk-lib/assertions';
import type { Ban } from '../../lib/core/ban';
import { NO_CHANGES } from '../../lib/core/changes';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import { dynamoBans } from '../../lib/stores/dynamodb/bans';
import { dynamoBansMade } from '../../lib/stores/dynamodb/bans-made';
import { dynamoBuckets } from '../../lib/stores/dynamodb/buckets';
import { dynamoChanges } from '../../lib/stores/dynamodb/changes';
import { dynamoCounters } from '../../lib/stores/dynamodb/counters';
import { dynamoDeployedEdges } from '../../lib/stores/dynamodb/deployed-edges';
import { dynamoEdgeStates } from '../../lib/stores/dynamodb/edge-states';
import { dynamoMailBudget } from '../../lib/stores/dynamodb/mail-budget';
import { dynamoOutbox } from '../../lib/stores/dynamodb/outbox';
import { dynamoReported } from '../../lib/stores/dynamodb/reported';
import { dynamoRuleMemory } from '../../lib/stores/dynamodb/rule-memory';
import { dynamoSessions } from '../../lib/stores/dynamodb/sessions';
import type { Table } from '../../lib/stores/dynamodb/table';
import { dynamoWhoisCache } from '../../lib/stores/dynamodb/whois-cache';
import { type LocalTable, startTable } from '../support/dynalite';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';
import { type Statement, statementsOf } from './template';

const lambdas = emptyHandlers();
const template = (() => {
  const mail = { destemail: ['ops@example.org'], sender: 'f@example.org', sendername: 'x', whois: true, lines: true };
  const jails = [
    aJail('sshd', { loggroup: ['/hosts/auth'], mail }),
    aJail('asked', { loggroup: [], requests: true }),
    aJail('drop', { loggroup: [], list: { location: 'https://lists.example/drop.txt', interval: 3600 } }),
  ];
  const ruleset = aRuleset(jails, [anEdge('aws-nacl', { networkacl: 'acl-11111111' })]);
  return Template.fromStack(new Fail2edgeStack(anApp(), 'Fail2edge', { root, lambdas, ruleset }));
})();

/** What a call asks IAM for: the action, the table or one of its indexes, the partition key. */
interface Asked {
  readonly action: string;
  readonly index: string | undefined;
  readonly key: string;
}

interface Sent {
  readonly IndexName?: string;
  readonly Key?: Record<string, { readonly S?: string }>;
  readonly Item?: Record<string, { readonly S?: string }>;
  readonly ExpressionAttributeValues?: Record<string, { readonly S?: string }>;
}

function asked(command: { readonly constructor: { readonly name: string }; readonly input: Sent }): Asked {
  const { IndexName, Key, Item, ExpressionAttributeValues } = command.input;
  const key = (Key ?? Item)?.pk?.S ?? ExpressionAttributeValues?.[':pk']?.S ?? '';
  return { action: `dynamodb:${command.constructor.name.replace('Command', '')}`, index: IndexName, key };
}

/** As IAM decides: a query of an index asks for the index's ARN, the leading key is the index's. */
function isAllowed(statements: readonly Statement[], { action, index, key }: Asked): boolean {
  return statements.some(({ Action, Resource, Condition }) => {
    const conditions = Condition as
      | { readonly 'ForAllValues:StringLike'?: Record<string, string | string[]> }
      | undefined;
    const leading = [conditions?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? '*'].flat();
    const resources = [Resource].flat().map((resource) => JSON.stringify(resource));
    const onResource = resources.some((text) =>
      index === undefined ? /Table[^/]*"Arn"\]\}$/.test(text) : text.includes(`/index/${index}"`),
    );
    const onKey = leading.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key));
    return [Action].flat().includes(action) && onResource && onKey;
  });
}

/** The table as a function of the stack sees it: what its role does not allow is denied. */
function asFunction(table: LocalTable, name: string): Table {
  const statements = statementsOf(template, name);
  const send = async (command: Parameters<typeof asked>[0]) => {
    const question = asked(command);
    if (!isAllowed(statements, question)) throw new Error(`${name} is denied ${JSON.stringify(question)}`);
    return table.client.send(command as never);
  };
  return { name: table.name, client: { send } as unknown as Table['client'] };
}

const ban: Ban = {
  ...{ jail: 'sshd', ip: '192.0.2.1', time: 1000, end: 1600, bantime: 600, bancount: 1, offences: 1, failures: 5 },
  ...{ clearedAt: 1000, state: 'live', origin: 'detect', version: 1 },
};
const key = { jail: 'sshd', ip: '192.0.2.1' };
const stream = { jail: 'sshd', logGroup: '/hosts/auth', logStream: 'i-1' };
const failures = [{ time: 1000, eventId: 'a' }];
const EDGE = 'aws-nacl';

const edges = async (table: Table) => {
  const states = dynamoEdgeStates(table);
  const state = { requested: 1, applied: 1, probe: 'p', overflow: ['192.0.2.1/32'], comparedAt: 1 };
  await states.request(EDGE);
  const token = (await states.acquire(EDGE, 1, 2)) ?? '';
  await states.renew(EDGE, token, 3);
  await states.finish(EDGE, token, state);
  await states.finish(EDGE, (await states.acquire(EDGE, 10, 20)) ?? '', { ...state, overflow: [] });
  await states.release(EDGE, token);
  await states.get(EDGE);
  const memory = dynamoRuleMemory(table);
  await memory.save(EDGE, []);
  await memory.load(EDGE);
  await dynamoBuckets(table)('waf', 1).reserve(1, 100);
};

const lookAtBans = async (table: Table) => {
  const bans = dynamoBans(table);
  await bans.live();
  await bans.due(5000);
  await bans.changedSince(1);
  await bans.get('sshd', '192.0.2.1');
};

/** What each function does on the table, call by call, as its handler is put together in `lib/runtime`. */
const WORK: Readonly<Record<string, (table: Table) => Promise<unknown>>> = {
  detect: async (table) => {
    const counters = dynamoCounters(table);
    await counters.add(key, failures, 9000);
    await counters.remove(key, failures);
    await counters.get(key);
    await dynamoBansMade(table).add('sshd', 1, 1);
    await dynamoSessions(table, () => 1).save(stream, '{}', 9000);
    await dynamoSessions(table, () => 1).load(stream);
    await dynamoBans(table).ofIp('192.0.2.1');
    await dynamoBans(table).put({ ...ban, ip: '192.0.2.2' }, null);
    await dynamoBans(table).get('sshd', '192.0.2.1');
    await dynamoChanges(table).get();
  },
  enforce: async (table) => {
    await lookAtBans(table);
    await edges(table);
    await dynamoChanges(table).get();
  },
  expire: async (table) => {
    await lookAtBans(table);
    await dynamoBans(table).put({ ...ban, ip: '192.0.2.3' }, null);
    await edges(table);
    await dynamoChanges(table).get();
  },
  setup: async (table) => {
    await lookAtBans(table);
    await dynamoBans(table).put({ ...ban, ip: '192.0.2.4' }, null);
    await edges(table);
    await dynamoDeployedEdges(table).save([]);
    await dynamoChanges(table).get();
  },
  report: async (table) => {
    const outbox = dynamoOutbox(table);
    await outbox.add('ops@example.org', [ban], 9_999_999_999);
    await outbox.recipients();
    const box = await outbox.open('ops@example.org', 1, 2);
    if (box) await outbox.close(box, box.bans, 9_999_999_999);
    expect(box?.bans).toHaveLength(1);
    await dynamoMailBudget(table).take('ops@example.org', 1);
    await dynamoMailBudget(table).refused('ops@example.org');
    await dynamoWhoisCache(table).put('192.0.2.0/24', { kind: 'none', reason: 'x' } as never, 9000);
    await dynamoWhoisCache(table).get('192.0.2.0/24', 1);
    await dynamoReported(table).mark('k', 1, 9000);
    await dynamoReported(table).last('k');
    await dynamoChanges(table).get();
  },
  request: async (table) => {
    await dynamoBans(table).get('asked', '192.0.2.1');
    await dynamoBans(table).put({ ...ban, jail: 'asked', ip: '192.0.2.5' }, null);
    await dynamoBansMade(table).add('asked', 1, 1);
    await dynamoChanges(table).get();
  },
  lists: async (table) => {
    await dynamoBans(table).live();
    await dynamoBans(table).get('drop', '192.0.2.1');
    await dynamoBans(table).put({ ...ban, jail: 'drop', ip: '192.0.2.6' }, null);
    await dynamoChanges(table).get();
  },
  protect: async (table) => {
    await dynamoChanges(table).get();
    await dynamoChanges(table).put({ ...NO_CHANGES, version: 1 });
  },
};

describe('the role of each function allows what it does on the table, indexes included; emulators do not ask', () => {
  let table: LocalTable;
  beforeEach(async () => {
    table = await startTable();
  });
  afterEach(() => table.stop());

  test.each(Object.keys(WORK))('%s', async (name) => {
    await WORK[name]?.(asFunction(table, name));
  });

  test('and no more: the report function reads no ban, the detecting one no report', async () => {
    await expect(dynamoBans(asFunction(table, 'report')).live()).rejects.toThrow('denied');
    await expect(dynamoOutbox(asFunction(table, 'detect')).open('x', 1, 2)).rejects.toThrow('denied');
  });
});
