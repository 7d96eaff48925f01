import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Ban } from '../../lib/core/ban';
import { BAN_IS_LIVE, BanTable, LIVE_BAN_CHANGED, PARTITIONS } from '../../lib/infra/table';
import { banItem } from '../../lib/stores/dynamodb/ban-item';
import {
  bansMadeKey,
  CHANGED_INDEX,
  changesKey,
  counterKey,
  DUE,
  edgeKey,
  LIVE_INDEX,
  PK,
  SK,
  sessionKey,
  TTL,
  WRITTEN_AT,
} from '../../lib/stores/dynamodb/keys';
import { budgetKey } from '../../lib/stores/dynamodb/report-keys';
import { anApp } from './scratch';

const live: Ban = {
  ...{ jail: 'sshd', ip: '192.0.2.1', time: 1000, end: 1600, bantime: 600, bancount: 1, offences: 1, failures: 5 },
  ...{ clearedAt: 1000, state: 'live', origin: 'detect', version: 1 },
};
const over: Ban = { ...live, state: 'over', version: 2 };

type Image = Record<string, AttributeValue>;
interface Change {
  readonly OldImage?: Image;
  readonly NewImage?: Image;
}

const record = (change: Change) => {
  const image = change.NewImage ?? change.OldImage ?? {};
  const eventName = change.OldImage ? (change.NewImage ? 'MODIFY' : 'REMOVE') : 'INSERT';
  return { eventName, dynamodb: { Keys: { pk: image.pk, sk: image.sk }, ...change } };
};
const item = (ban: Ban): Image => banItem(ban, 9999);

/** Lambda's event filtering, as far as these patterns use it: a list of exact values or prefixes for each field. */
function fits(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    return pattern.some((rule) => (typeof rule === 'object' ? String(value).startsWith(rule.prefix) : rule === value));
  }
  return Object.entries(pattern as object).every(([key, inner]) =>
    fits(inner, (value as Image | undefined)?.[key] ?? ''),
  );
}
const passes = (patterns: readonly object[], change: Change): boolean =>
  patterns.some((pattern) => fits(pattern, record(change)));

describe('the enforcing function is kicked', () => {
  test.each<[string, Change]>([
    ['by a new ban', { NewImage: item(live) }],
    ['by a prolonged ban', { OldImage: item(live), NewImage: item({ ...live, end: 2000 }) }],
    ['by an unban', { OldImage: item(live), NewImage: item(over) }],
    ['by a ban after a ban', { OldImage: item(over), NewImage: item(live) }],
    ['by a live ticket that is deleted', { OldImage: item(live) }],
  ])('%s', (_, change) => expect(passes(LIVE_BAN_CHANGED, change)).toBe(true));

  test.each<[string, Change]>([
    ['an old ticket that is purged', { OldImage: item(over) }],
    ['an old ticket whose memory is extended', { OldImage: item(over), NewImage: item({ ...over, version: 3 }) }],
    ['a counter', { NewImage: { pk: { S: counterKey({ jail: 'sshd', ip: '192.0.2.1' }).pk }, state: { S: 'live' } } }],
    ['its own lease', { NewImage: { pk: { S: edgeKey('aws-waf').pk }, state: { S: 'live' } } }],
  ])('not by %s', (_, change) => expect(passes(LIVE_BAN_CHANGED, change)).toBe(false));
});

describe('a report may be due', () => {
  test('when a ticket is live: for a first ban, a later one, and one made over a ban that was not lifted yet', () => {
    expect(passes(BAN_IS_LIVE, { NewImage: item(live) })).toBe(true);
    expect(passes(BAN_IS_LIVE, { OldImage: item(over), NewImage: item(live) })).toBe(true);
    expect(passes(BAN_IS_LIVE, { OldImage: item(live), NewImage: item({ ...live, bancount: 2 }) })).toBe(true);
  });

  test('not for an unban, nor for a ticket that is deleted', () => {
    expect(passes(BAN_IS_LIVE, { OldImage: item(live), NewImage: item(over) })).toBe(false);
    expect(passes(BAN_IS_LIVE, { OldImage: item(live) })).toBe(false);
  });
});

test('the table is made with the names the stores use', () => {
  const stack = new Stack(anApp(), 'Fail2edge');
  new BanTable(stack, 'Bans');
  Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::Table', {
    KeySchema: [
      { AttributeName: PK, KeyType: 'HASH' },
      { AttributeName: SK, KeyType: 'RANGE' },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: LIVE_INDEX,
        KeySchema: [
          { AttributeName: PK, KeyType: 'HASH' },
          { AttributeName: DUE, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: CHANGED_INDEX,
        KeySchema: [
          { AttributeName: PK, KeyType: 'HASH' },
          { AttributeName: WRITTEN_AT, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
    TimeToLiveSpecification: { AttributeName: TTL, Enabled: true },
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
});

test('rights are given by the partitions the stores write', () => {
  const keys = {
    counters: counterKey({ jail: 'sshd', ip: '192.0.2.1' }).pk,
    breakers: bansMadeKey('sshd', 29_000_000).pk,
    edges: edgeKey('aws-waf').pk,
    sessions: sessionKey({ jail: 'sshd', logGroup: '/hosts/auth', logStream: 'i-1' }).pk,
    bans: String(item(live).pk?.S),
    changes: changesKey.pk,
    reports: budgetKey('ops@example.org').pk,
  };
  expect(Object.keys(keys).sort()).toEqual(Object.keys(PARTITIONS).sort());
  for (const [items, pk] of Object.entries(keys)) {
    const pattern = PARTITIONS[items as keyof typeof PARTITIONS].replaceAll('*', '.*');
    expect(pk).toMatch(new RegExp(`^${pattern}$`));
  }
});
