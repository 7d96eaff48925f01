import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Handler } from './handler';

export interface BanTableProps {
  /** Whether the table outlives the stack. @default true */
  readonly retain?: boolean;
}

/** The kinds of items, by what their partition keys begin with (`lib/stores/dynamodb/keys`). */
export const PARTITIONS = {
  counters: 'F#*',
  /** New bans a minute: they stand among the counters. */
  breakers: 'F#*#breaker',
  bans: 'BAN#*',
  sessions: 'S#*',
  edges: 'EDGE#*',
  reports: 'REPORT#*',
  changes: 'SETTINGS*',
} as const;

export type Items = keyof typeof PARTITIONS;

/** The indexes that items are queried on: bans by their end and by when they were written, what waits for a report. */
const INDEXES: Readonly<Partial<Record<Items, readonly string[]>>> = { bans: ['live', 'changed'], reports: ['live'] };

export type Access = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

/** The truth: counters, ban tickets, sessions, edge states. Edges only follow it. */
export class BanTable extends Construct {
  readonly table: Table;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { retain = true }: BanTableProps = {}) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // Garbage only, up to days late: never the clock of an unban.
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // Kept also when the first deploy fails: protected, it could not be deleted, and the rollback would fail with it.
      deletionProtection: retain,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // Live bans by their end. Local, because only a local index can be read consistently.
    this.table.addLocalSecondaryIndex({
      indexName: 'live',
      sortKey: { name: 'due', type: AttributeType.NUMBER },
      projectionType: ProjectionType.ALL,
    });
    // When each ban was written: what expire asks every minute, in place of the stream when that is late. Global,
    // so that a table that is there already can have it; keys alone.
    this.table.addGlobalSecondaryIndex({
      indexName: 'changed',
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'at', type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    this.streamArn = this.table.tableStreamArn ?? '';
  }

  /**
   * Lets a function make these calls on these items and no others. Who may query items may do so on their indexes: IAM
   * asks for the right on the index's own ARN, and takes its partition key for the leading one.
   */
  grant(handler: Handler, items: readonly Items[], access: readonly Access[]): void {
    const leading = (kinds: readonly Items[]) => ({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': kinds.map((kind) => PARTITIONS[kind]) },
    });
    handler.allow({
      actions: access.map((action) => `dynamodb:${action}`),
      resources: [this.table.tableArn],
      conditions: leading(items),
    });
    for (const kind of access.includes('Query') ? items : []) {
      const resources = (INDEXES[kind] ?? []).map((name) => `${this.table.tableArn}/index/${name}`);
      if (resources.length > 0) handler.allow({ actions: ['dynamodb:Query'], resources, conditions: leading([kind]) });
    }
  }
}

/** The images' shape is that of the ticket's item: partitions `BAN#...`, attribute `state`. */
const TICKET = { Keys: { pk: { S: [{ prefix: 'BAN#' }] } } };
const LIVE = { state: { S: ['live'] } };

/** Stream records after which an edge may differ from the table: a ticket is live, or was. */
export const LIVE_BAN_CHANGED = [
  { dynamodb: { ...TICKET, NewImage: LIVE } },
  { dynamodb: { ...TICKET, OldImage: LIVE } },
] as const;

/**
 * Stream records that may be of a new ban: a ticket is live now. Whether it is a new one or only prolonged the function
 * sees by `bancount`: a filter cannot compare two images, and a ban may follow one that was not lifted yet.
 */
export const BAN_IS_LIVE = [{ eventName: ['INSERT', 'MODIFY'], dynamodb: { ...TICKET, NewImage: LIVE } }] as const;

/** Stream records of a ban that was lifted: the ticket was live and is over now. */
export const BAN_ENDED = [
  { eventName: ['MODIFY'], dynamodb: { ...TICKET, NewImage: { state: { S: ['over'] } }, OldImage: LIVE } },
] as const;
