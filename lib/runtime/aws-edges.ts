import { mayCoverNow } from '../app/enforce/edge-rules';
import type { EnforcePorts } from '../app/enforce/ports';
import { createLiveRules } from '../app/run-time/live-rules';
import type { Emit } from '../core/ports';
import type { EdgeConfig, Ruleset, Seconds } from '../core/ruleset';
import { awsAccounts } from '../edges/aws/accounts';
import type { EdgeAccounts } from '../edges/definition';
import { createEdge } from '../edges/index';
import { type DynamoBansOptions, dynamoBans } from '../stores/dynamodb/bans';
import { dynamoBuckets } from '../stores/dynamodb/buckets';
import { dynamoChanges } from '../stores/dynamodb/changes';
import { dynamoEdgeStates } from '../stores/dynamodb/edge-states';
import { dynamoRuleMemory } from '../stores/dynamodb/rule-memory';
import type { Table } from '../stores/dynamodb/table';
import { wallClock } from './wall-clock';

export interface AwsEdgesOptions {
  readonly table: Table;
  readonly ruleset: Ruleset;
  /** With the ids of what they write to. */
  readonly edges: readonly EdgeConfig[];
  readonly emit: Emit;
  readonly onUnreadable: NonNullable<DynamoBansOptions['onUnreadable']>;
  /** How long one edge's run may go on trying: well under the function's timeout. */
  readonly patience: Seconds;
}

/** An edge is never closed by rules that were changed meanwhile. */
const ALWAYS_ANEW: Seconds = 0;

/** On the process's timer, which holds up no end. */
function every(seconds: Seconds, act: () => void): () => void {
  const timer = setInterval(act, seconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

export interface AwsEdges {
  readonly ports: (remaining: () => Seconds) => EnforcePorts;
  readonly accounts: EdgeAccounts;
}

/** Tables and edges of the deployment, opened once an instance. */
export const awsEnforcePorts = (options: AwsEdgesOptions): AwsEdges['ports'] => openAwsEdges(options).ports;

/** The same, with the account they are in. */
export function openAwsEdges(options: AwsEdgesOptions): AwsEdges {
  const { table, ruleset, emit, patience, onUnreadable } = options;
  const memory = dynamoRuleMemory(table);
  const live = createLiveRules(dynamoChanges(table), ruleset, ALWAYS_ANEW);
  const sharedBuckets = dynamoBuckets(table);
  const accounts = awsAccounts({ memory, sharedBuckets, mayCover: mayCoverNow(live), patience });
  const edges = options.edges.map((config) => createEdge(config, accounts));
  const stores = { bans: dynamoBans(table, { clock: wallClock, onUnreadable }), edgeStates: dynamoEdgeStates(table) };
  const shared = { ...stores, edges, live, emit, clock: wallClock, every };
  return { accounts, ports: (remaining) => ({ ...shared, remaining }) };
}
