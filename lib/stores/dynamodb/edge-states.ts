import { randomUUID } from 'node:crypto';
import { type AttributeValue, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { EdgeState, EdgeStateStore } from '../../core/ports';
import { NEVER_RUN } from '../edge-state';
import { overflowDigest, overflowLists } from './edge-overflow';
import { edgeKey } from './keys';
import { conditionHeld, type Item, keyAttributes, readItem, type Table } from './table';

/**
 * States and leases of the edges on the table, one small item each. Every lease is a fresh token; whoever lost it can
 * write nothing any more. `finish` stores only if `requested` is still what the run saw, in the same write that gives
 * the lease back: a request either comes before (answer: `again`) or after it (it finds the lease free).
 */
export function dynamoEdgeStates(table: Table): EdgeStateStore {
  const overflow = overflowLists(table);
  const row = async (edge: string): Promise<Row> => rowOf(await readItem(table, edgeKey(edge)));
  const update = (edge: string, change: Partial<UpdateItemCommandInput>) =>
    table.client.send(new UpdateItemCommand({ TableName: table.name, Key: keyAttributes(edgeKey(edge)), ...change }));

  async function finish(edge: string, token: string, state: EdgeState): Promise<'done' | 'again' | 'lost'> {
    const before = await row(edge);
    if (before.leaseOwner !== token) return 'lost';
    if (before.requested !== state.requested) return 'again';
    await overflow.save(edge, state.overflow, before.overflow);
    if (await conditionHeld(update(edge, finishing(token, state)))) return 'done';
    const after = await row(edge);
    // An answer that was lost after the write: the SDK's retry failed on our own success.
    if (after.finishedBy === token) return 'done';
    return after.leaseOwner === token ? 'again' : 'lost';
  }

  return {
    get: async (edge) => {
      const { requested, applied, probe, comparedAt, overflow: digest } = await row(edge);
      return { requested, applied, probe, comparedAt, overflow: await overflow.load(edge, digest) };
    },
    request: async (edge) => {
      await update(edge, { UpdateExpression: 'ADD requested :one', ExpressionAttributeValues: { ':one': { N: '1' } } });
    },
    acquire: async (edge, now, until) => {
      const token = randomUUID();
      const taken = await conditionHeld(
        update(edge, {
          UpdateExpression: 'SET leaseOwner = :token, leaseUntil = :until, requested = if_not_exists(requested, :none)',
          ConditionExpression: 'attribute_not_exists(leaseOwner) OR leaseUntil < :now OR leaseOwner = :token',
          ExpressionAttributeValues: {
            ':token': { S: token },
            ':until': number(until),
            ':now': number(now),
            ':none': number(NEVER_RUN.requested),
          },
        }),
      );
      return taken ? token : undefined;
    },
    renew: (edge, token, until) =>
      conditionHeld(
        update(edge, {
          UpdateExpression: 'SET leaseUntil = :until',
          ConditionExpression: 'leaseOwner = :token',
          ExpressionAttributeValues: { ':token': { S: token }, ':until': number(until) },
        }),
      ),
    finish,
    release: async (edge, token) => {
      await conditionHeld(
        update(edge, {
          UpdateExpression: 'REMOVE leaseOwner, leaseUntil',
          ConditionExpression: 'leaseOwner = :token',
          ExpressionAttributeValues: { ':token': { S: token } },
        }),
      );
    },
  };
}

const finishing = (token: string, state: EdgeState): Partial<UpdateItemCommandInput> => ({
  UpdateExpression:
    'SET applied = :applied, probe = :probe, comparedAt = :at, overflow = :overflow, finishedBy = :token ' +
    'REMOVE leaseOwner, leaseUntil',
  ConditionExpression: 'leaseOwner = :token AND requested = :seen',
  ExpressionAttributeValues: {
    ':token': { S: token },
    ':seen': number(state.requested),
    ':applied': number(state.applied),
    ':probe': { S: state.probe },
    ':at': number(state.comparedAt),
    ':overflow': { S: overflowDigest(state.overflow) },
  },
});

const number = (value: number): AttributeValue => ({ N: String(value) });

interface Row extends Omit<EdgeState, 'overflow'> {
  /** Digest of the overflow list. */
  readonly overflow: string;
  readonly leaseOwner: string | undefined;
  readonly finishedBy: string | undefined;
}

/** The attributes come one by one, with the first request, the first lease and the first finish. */
const rowOf = (item: Item = {}): Row => ({
  requested: Number(item.requested?.N ?? NEVER_RUN.requested),
  applied: Number(item.applied?.N ?? NEVER_RUN.applied),
  probe: item.probe?.S ?? NEVER_RUN.probe,
  comparedAt: Number(item.comparedAt?.N ?? NEVER_RUN.comparedAt),
  overflow: item.overflow?.S ?? '',
  leaseOwner: item.leaseOwner?.S,
  finishedBy: item.finishedBy?.S,
});
