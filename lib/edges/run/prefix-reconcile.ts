import type { EdgeContext, EdgeReport, WantedBan } from '../../core/edge';
import { EdgeApiError } from '../api-error';
import type { EdgeAccounts } from '../definition';
import { planSets, type SetChange, type SetState, standingAfter } from '../plan/sets';
import type { PrefixListChange, PrefixListEntry, PrefixListHead, PrefixLists } from '../ports';
import { admit } from './admit';
import { canonical } from './canonical';
import { compare } from './compare';
import { listProbe } from './probe';
import { type Run, startRun } from './run';

/** Entries a ModifyManagedPrefixList request may add, and as many it may remove (EC2 API reference). */
const MOST_A_REQUEST = 100;
const TRIES = 5;
/** Between two looks at a list that is being modified. */
const POLL_SECONDS = 1;
/** An entry with this description is ours. */
export const MARK = 'fail2edge';

export interface PrefixListEdge {
  readonly lists: readonly string[];
  readonly accounts: EdgeAccounts;
}

interface Work {
  readonly edge: PrefixListEdge;
  readonly api: PrefixLists;
  readonly run: Run;
  writes: number;
}

interface ListState {
  readonly head: PrefixListHead;
  readonly entries: readonly PrefixListEntry[];
}

/** All lists are read, at rest, before the first is written; when one has a new version, all are read and planned anew. */
export async function reconcilePrefixLists(
  edge: PrefixListEdge,
  wanted: readonly WantedBan[],
  context: EdgeContext,
): Promise<EdgeReport> {
  const { accounts } = edge;
  const work: Work = { edge, api: accounts.prefixLists(), run: startRun(accounts.pace), writes: 0 };
  const admission = admit(wanted, accounts.mayCover);
  const names = new Set(admission.wanted.map((ban) => ban.cidr));
  let before: ReadonlySet<string> | undefined;
  for (let tries = 1; tries <= TRIES; tries++) {
    const lists = await readAll(work);
    const sets = lists.map(asSet);
    before ??= standingAfter(sets, []);
    const plan = planSets(sets, admission.wanted, context.mode !== 'ban-only');
    const applied = await apply(work, lists, context.mode === 'dry-run' ? [] : plan.changes);
    if (applied.kind === 'again') continue;
    const now = new Set(sets.flatMap((set) => [...set.entries.keys()]));
    const held = context.mode === 'dry-run' ? plan.held.filter((cidr) => now.has(cidr)) : plan.held;
    const families = new Set(lists.map((list) => list.head.family));
    const homeless = (['ipv4', 'ipv6'] as const).filter(
      (family) => !families.has(family) && [...names].some((cidr) => cidr.includes(':') === (family === 'ipv6')),
    );
    return {
      ...compare(before, standingAfter(sets, plan.changes)),
      held,
      overflow: [...admission.refused, ...plan.overflow],
      notices: [
        ...admission.notices,
        ...homeless.map((family) => `there is no ${family} prefix list to hold the ${family} bans`),
      ],
      room: plan.room,
      writes: work.writes,
      probe: listProbe(edge.lists, applied.heads),
    };
  }
  throw new EdgeApiError('contended', 'ModifyManagedPrefixList', `the lists changed at ${TRIES} tries`);
}

async function readAll(work: Work): Promise<readonly ListState[]> {
  const lists: ListState[] = [];
  for (const head of await atRest(work, work.edge.lists)) {
    const entries = await work.run.call(() => work.api.entries(head.id));
    lists.push({ head, entries });
  }
  return lists;
}

/** The lists' heads once none of them is being created, modified or restored. */
async function atRest({ api, run }: Work, ids: readonly string[]): Promise<readonly PrefixListHead[]> {
  for (;;) {
    const heads = await run.call(() => api.describe(ids));
    const missing = ids.find((id) => !heads.some((head) => head.id === id));
    if (missing)
      throw new EdgeApiError('not-found', 'DescribeManagedPrefixLists', `there is no prefix list ${missing}`);
    if (!heads.some((head) => head.state.endsWith('-in-progress'))) return heads;
    await run.pause(POLL_SECONDS, 'DescribeManagedPrefixLists');
  }
}

const asSet = ({ head, entries }: ListState): SetState => ({
  id: head.id,
  family: head.family,
  capacity: head.maxEntries,
  entries: new Map(entries.map(({ cidr, description }) => [canonical(cidr), description === MARK])),
});

/** `again`: a list is not as it was read. */
type Applied = { readonly kind: 'done'; readonly heads: readonly PrefixListHead[] } | { readonly kind: 'again' };

async function apply(work: Work, lists: readonly ListState[], changes: readonly SetChange[]): Promise<Applied> {
  const heads = new Map(lists.map(({ head }) => [head.id, head]));
  for (const change of changes) {
    const list = lists.find((one) => one.head.id === change.id);
    const head = list && (await applyOne(work, list, change));
    if (head === 'again') return { kind: 'again' };
    if (head) heads.set(head.id, head);
  }
  return { kind: 'done', heads: [...heads.values()] };
}

async function applyOne(
  work: Work,
  { head, entries }: ListState,
  change: SetChange,
): Promise<PrefixListHead | 'again'> {
  let version = head.version;
  for (const part of requests(change, head.maxEntries - entries.length)) {
    const outcome = await work.run.call(() => {
      work.writes++;
      return work.api.modify(head.id, version, part);
    });
    if (outcome !== 'done') return 'again';
    const [after] = await atRest(work, [head.id]);
    if (after?.state === 'modify-failed') {
      const why = after.stateMessage ?? 'EC2 gives no reason';
      throw new EdgeApiError('invalid', 'ModifyManagedPrefixList', `${head.id} is modify-failed: ${why}`);
    }
    // A change makes the next version. One beyond is somebody else's, which the plan knows nothing of.
    version++;
  }
  return { ...head, version };
}

/** Cuts a change into requests of at most 100 entries each way that never pass the list's size. */
export function requests(change: SetChange, free: number): readonly PrefixListChange[] {
  const parts: PrefixListChange[] = [];
  let room = free;
  let added = 0;
  let removed = 0;
  while (added < change.add.length || removed < change.remove.length) {
    const remove = change.remove.slice(removed, removed + MOST_A_REQUEST);
    const add = change.add.slice(added, added + Math.min(MOST_A_REQUEST, room + remove.length));
    parts.push({ add: add.map((cidr) => ({ cidr, description: MARK })), remove });
    room += remove.length - add.length;
    added += add.length;
    removed += remove.length;
    if (add.length + remove.length === 0) throw new Error(`${change.id}: the plan does not fit the list`);
  }
  return parts;
}
