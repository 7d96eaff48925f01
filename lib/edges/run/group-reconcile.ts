import type { Family } from '../../core/address';
import type { EdgeContext, EdgeReport, WantedBan } from '../../core/edge';
import { EdgeApiError } from '../api-error';
import type { EdgeAccounts } from '../definition';
import { type GroupPlan, othersOf, planGroup, remembered, type SavedGroupRule } from '../plan/group';
import type { Exchange } from '../plan/group-steps';
import type { GroupRule, NewRule, SavedRule, SecurityGroups } from '../ports';
import { type Admission, admit } from './admit';
import { canonical } from './canonical';
import { fingerprint } from './fingerprint';
import { type Notebook, openNotebook } from './notebook';
import { asSeen, groupProbe, type SeenRule } from './probe';
import type { Refusals, Sight } from './refusals';
import { tightest } from './room';
import { type Run, startRun } from './run';

const TRIES = 5;

export interface GroupEdge {
  readonly name: string;
  readonly groups: readonly string[];
  /** Ingress rules of one family that a group may hold. */
  readonly capacity: number;
  readonly accounts: EdgeAccounts;
  readonly refusals: Refusals;
}

interface Work {
  readonly edge: GroupEdge;
  readonly api: SecurityGroups;
  readonly run: Run;
  readonly context: EdgeContext;
  readonly admission: Admission;
  readonly notebook: Notebook;
  writes: number;
}

interface Result {
  readonly group: string;
  readonly plan: GroupPlan;
  readonly reopened: readonly string[];
  readonly added: readonly string[];
  readonly notices: readonly string[];
  /** All of the group, as it was read and left. */
  readonly rules: readonly SeenRule[];
}

/** All groups are read before the first is written; a failure of one does not keep the others from their bans. */
export async function reconcileGroups(
  edge: GroupEdge,
  wanted: readonly WantedBan[],
  context: EdgeContext,
): Promise<EdgeReport> {
  const { accounts } = edge;
  const work: Work = {
    edge,
    api: accounts.securityGroups(),
    run: startRun(accounts.pace),
    context,
    admission: admit(wanted, accounts.mayCover),
    notebook: await openNotebook(accounts.memory, edge.name, edge.groups),
    writes: 0,
  };
  const read = await describe(work, edge.groups);
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const group of edge.groups) {
    await reconcileGroup(work, group, read.get(group) ?? []).then(
      (result) => results.push(result),
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
  return report(work, results);
}

async function describe({ run, api }: Work, groups: readonly string[]): Promise<ReadonlyMap<string, GroupRule[]>> {
  const read = await run.call(() => api.describe(groups));
  return new Map([...read].map(([group, rules]) => [group, rules.map(withCanonicalSource)]));
}

const withCanonicalSource = (rule: GroupRule): GroupRule =>
  rule.source.kind === 'other' ? rule : { ...rule, source: { ...rule.source, cidr: canonical(rule.source.cidr) } };

async function reconcileGroup(work: Work, group: string, read: readonly GroupRule[]): Promise<Result> {
  const { context, notebook } = work;
  let rules = read;
  let first: GroupPlan | undefined;
  let refused: readonly NewRule[] = [];
  for (let tries = 1; tries <= TRIES; tries++) {
    learn(work, group, rules, refused);
    const budget = budgetOf(work, group, rules);
    const plan = planGroup(rules, savedOf(notebook, group), work.admission.wanted, {
      ...{ group, budget },
      removes: context.mode !== 'ban-only',
    });
    first ??= plan;
    const notices = [...plan.notices, ...quotaNotices(work.edge, budget)];
    const result = { group, plan, reopened: first.reopened, added: first.added, notices };
    if (context.mode === 'dry-run') return { ...result, rules };
    if (plan.exchanges.length > 0) await remember(notebook, group, remembered(savedOf(notebook, group), plan.saved));
    const made = await make(work, group, plan.exchanges);
    if (made.kind === 'done') {
      await remember(notebook, group, plan.saved);
      return { ...result, rules: afterExchanges(rules, plan.exchanges) };
    }
    refused = made.kind === 'refused' ? made.rules : [];
    rules = (await describe(work, [group])).get(group) ?? [];
  }
  throw new EdgeApiError('contended', 'AuthorizeSecurityGroupIngress', `${group} changed at ${TRIES} tries`);
}

type Budget = Readonly<Record<Family, number>>;

function budgetOf(work: Work, group: string, rules: readonly GroupRule[]): Budget {
  const { capacity, refusals } = work.edge;
  const budget = (family: Family) =>
    Math.min(capacity, refusals.limit(`${group} ${family}`, sightOf(work, group, rules)(family)) ?? capacity);
  return { ipv4: budget('ipv4'), ipv6: budget('ipv6') };
}

const sightOf =
  ({ notebook, context }: Work, group: string, rules: readonly GroupRule[]) =>
  (family: Family): Sight => ({
    standing: rules.filter(({ source }) => source.kind === 'other' || source.family === family).length,
    others: fingerprint(othersOf(rules, savedOf(notebook, group), family)),
    now: context.now,
  });

/**
 * The quota is lower than configured, or prefix lists use it up: what stands now is all there is. Several rules are
 * refused as one: there may be room for one of them, and an exchange needs no more.
 */
function learn(work: Work, group: string, rules: readonly GroupRule[], refused: readonly NewRule[]): void {
  for (const family of new Set(refused.map((rule) => rule.family))) {
    const sight = sightOf(work, group, rules)(family);
    const spare = refused.filter((rule) => rule.family === family).length > 1 ? 1 : 0;
    work.edge.refusals.learn(`${group} ${family}`, { ...sight, standing: sight.standing + spare });
  }
}

const quotaNotices = ({ capacity }: GroupEdge, budget: Budget): readonly string[] =>
  (['ipv4', 'ipv6'] as const)
    .filter((family) => budget[family] < capacity)
    .map(
      (family) =>
        `EC2 refused to hold more than ${budget[family]} ${family} rules; raise the quota or set capacity lower`,
    );

const isOf = (rule: SavedRule, group: string): rule is SavedGroupRule =>
  rule.kind === 'group-rule' && rule.group === group;

const savedOf = (notebook: Notebook, group: string): readonly SavedGroupRule[] =>
  notebook.rules().flatMap((rule) => (isOf(rule, group) ? [rule] : []));

const remember = (notebook: Notebook, group: string, next: readonly SavedGroupRule[]): Promise<void> =>
  notebook.save((rules) => [...rules.filter((rule) => !isOf(rule, group)), ...next]);

/** `again`: the group is not as it was read. `refused`: it holds fewer rules than thought. */
type Made = { readonly kind: 'done' | 'again' } | { readonly kind: 'refused'; readonly rules: readonly NewRule[] };

async function make(work: Work, group: string, exchanges: readonly Exchange[]): Promise<Made> {
  for (const exchange of exchanges) {
    const made = await makeOne(work, group, exchange);
    if (made.kind !== 'done') return made;
  }
  return { kind: 'done' };
}

async function makeOne(work: Work, group: string, { add, remove }: Exchange): Promise<Made> {
  for (const rules of alike(add)) {
    const outcome = await write(work, () => work.api.authorize(group, rules));
    if (outcome === 'limit-exceeded') return { kind: 'refused', rules };
    if (outcome === 'duplicate') return { kind: 'again' };
  }
  const ids = remove.map((rule) => rule.id);
  const outcome = ids.length === 0 ? 'done' : await write(work, () => work.api.revoke(group, ids));
  return { kind: outcome === 'done' ? 'done' : 'again' };
}

function afterExchanges(rules: readonly GroupRule[], exchanges: readonly Exchange[]): readonly SeenRule[] {
  const gone = new Set(exchanges.flatMap(({ remove }) => remove.map(({ id }) => id)));
  return [...rules.filter(({ id }) => !gone.has(id)), ...exchanges.flatMap(({ add }) => add.map(asSeen))];
}

function write<T>(work: Work, request: () => Promise<T>): Promise<T> {
  return work.run.call(() => {
    work.writes++;
    return request();
  });
}

/** One request gives all rules it makes the same tags. */
function alike(rules: readonly NewRule[]): readonly (readonly NewRule[])[] {
  const groups = new Map<string, NewRule[]>();
  for (const rule of rules) {
    const key = JSON.stringify(Object.entries(rule.tags).sort());
    groups.set(key, [...(groups.get(key) ?? []), rule]);
  }
  return [...groups.values()];
}

function report(work: Work, results: readonly Result[]): EdgeReport {
  const { admission, context } = work;
  const names = admission.wanted.map((ban) => ban.cidr);
  const lists = results.map(({ plan }) => new Set(plan.held));
  const held = new Set(names.filter((cidr) => lists.every((list) => list.has(cidr))));
  const news = new Set(results.flatMap((result) => result.added));
  const added = [...news].filter((cidr) => held.has(cidr)).sort();
  return {
    held: names.filter((cidr) => held.has(cidr) && (context.mode !== 'dry-run' || !news.has(cidr))),
    added,
    removed: [...new Set(results.flatMap((result) => result.reopened))].sort(),
    overflow: [...admission.refused, ...names.filter((cidr) => !held.has(cidr))],
    notices: [
      ...admission.notices,
      ...results.flatMap(({ group, notices }) => notices.map((notice) => `${group}: ${notice}`)),
    ],
    room: tightest(results.flatMap((result) => result.plan.room)),
    writes: work.writes,
    probe: groupProbe(results.map(({ rules }) => rules)),
  };
}
