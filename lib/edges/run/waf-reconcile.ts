import type { EdgeContext, EdgeReport, WantedBan } from '../../core/edge';
import { EdgeApiError } from '../api-error';
import type { EdgeAccounts } from '../definition';
import { planSets, type SetChange, type SetState, standingAfter } from '../plan/sets';
import type { IpSetContent, IpSetRef } from '../ports';
import { admit } from './admit';
import { canonical } from './canonical';
import { compare } from './compare';
import { type Ownership, ownership } from './ownership';
import { setProbe } from './probe';
import { type Run, startRun } from './run';
import type { WafApi } from './waf-api';

/** Addresses in one IP set; cannot be raised. https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
export const IP_SET_ADDRESSES = 10_000;
const TRIES = 5;

export interface Waf {
  readonly sets: readonly IpSetRef[];
  readonly api: WafApi;
  readonly accounts: EdgeAccounts;
  /** Contents as last read, by ARN: while a set's lock token stays, so do its addresses. */
  readonly known: Map<string, IpSetContent>;
}

/** All sets are read before the first is written; a set that somebody changed meanwhile is read and planned anew. */
export async function reconcileWaf(waf: Waf, wanted: readonly WantedBan[], context: EdgeContext): Promise<EdgeReport> {
  const run = startRun(waf.accounts.pace);
  const admission = admit(wanted, waf.accounts.mayCover);
  const owner = ownership(
    admission.wanted.map((ban) => ban.cidr),
    context.ours,
  );
  const writer = createWriter(waf, run);
  await writer.readAll();
  const before = standingAfter(await states(waf, writer.actual, owner), []);
  for (;;) {
    const sets = await states(waf, writer.actual, owner);
    const plan = planSets(sets, admission.wanted, context.mode !== 'ban-only');
    if (context.mode !== 'dry-run' && (await writer.apply(plan.changes)) === 'conflict') continue;
    const after = standingAfter(sets, plan.changes);
    const standing = context.mode === 'dry-run' ? standingAfter(sets, []) : after;
    return {
      ...compare(before, after),
      held: admission.wanted.map((ban) => ban.cidr).filter((cidr) => standing.has(cidr)),
      overflow: [...admission.refused, ...plan.overflow],
      notices: [
        ...admission.notices,
        ...plan.room.flatMap(({ family, capacity }) => missing(family, capacity, wanted)),
      ],
      room: plan.room,
      writes: writer.writes(),
      probe: setProbe(waf.sets.map(({ arn }) => writer.actual.get(arn)?.lockToken)),
    };
  }
}

const missing = (family: string, capacity: number, wanted: readonly WantedBan[]): readonly string[] =>
  capacity === 0 && wanted.some((ban) => ban.cidr.includes(':') === (family === 'ipv6'))
    ? [`there is no ${family} IP set to hold the ${family} bans`]
    : [];

async function states(
  waf: Waf,
  actual: ReadonlyMap<string, IpSetContent>,
  owner: Ownership,
): Promise<readonly SetState[]> {
  await owner.learn([...actual.values()].flatMap((content) => content.addresses));
  return waf.sets.map(({ arn }) => {
    const content = actual.get(arn);
    if (!content) throw new Error(`IP set ${arn} was not read`);
    const entries = new Map(content.addresses.map((cidr) => [cidr, owner.owns(cidr)]));
    return { id: arn, family: content.family, capacity: IP_SET_ADDRESSES, entries };
  });
}

interface Writer {
  readonly actual: ReadonlyMap<string, IpSetContent>;
  /** Every set, as far as it is not known from an earlier run. */
  readAll(): Promise<void>;
  /** Stops at the first set that is not as it was read; that one is read again. */
  apply(changes: readonly SetChange[]): Promise<'done' | 'conflict'>;
  writes(): number;
}

function createWriter({ sets, api, known }: Waf, run: Run): Writer {
  const actual = new Map<string, IpSetContent>();
  const conflicts = new Map<string, number>();
  let writes = 0;
  const read = async (set: IpSetRef): Promise<void> => {
    const content = await api.get(run, set);
    const read = { ...content, addresses: content.addresses.map(canonical) };
    actual.set(set.arn, read);
    known.set(set.arn, read);
  };
  const readAll = async (): Promise<void> => {
    const [first] = sets;
    const tokens = first && known.size > 0 ? await api.tokens(run, first.scope) : new Map<string, string>();
    for (const set of sets) {
      const before = known.get(set.arn);
      if (before && before.lockToken === tokens.get(set.arn)) actual.set(set.arn, before);
      else await read(set);
    }
  };
  const write = async (set: IpSetRef, change: SetChange): Promise<'done' | 'conflict'> => {
    const content = actual.get(set.arn);
    if (!content) throw new Error(`IP set ${set.arn} was not read`);
    const gone = new Set(change.remove);
    const addresses = [...new Set([...content.addresses.filter((cidr) => !gone.has(cidr)), ...change.add])].sort();
    const outcome = await api.update(run, { set, read: content, addresses, sent: () => writes++ });
    known.delete(set.arn);
    if (outcome.kind === 'done') actual.set(set.arn, { ...content, addresses, lockToken: outcome.lockToken });
    return outcome.kind;
  };
  return {
    actual,
    readAll,
    writes: () => writes,
    apply: async (changes) => {
      for (const change of changes) {
        const set = sets.find((one) => one.arn === change.id);
        if (!set || (await write(set, change)) === 'done') continue;
        const tries = (conflicts.get(set.arn) ?? 0) + 1;
        conflicts.set(set.arn, tries);
        if (tries >= TRIES) throw new EdgeApiError('contended', 'UpdateIPSet', `${set.name} changed at ${TRIES} tries`);
        await read(set);
        return 'conflict';
      }
      return 'done';
    },
  };
}
