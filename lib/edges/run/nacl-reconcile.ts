import { contains, type Family, parseCidr } from '../../core/address';
import type { EdgeContext, EdgeReport, WantedBan } from '../../core/edge';
import type { PortRange } from '../../core/ruleset';
import { EdgeApiError } from '../api-error';
import type { EdgeAccounts } from '../definition';
import { type AclPlan, type AclTerms, FAMILIES, isOwn, othersOf, planAcl } from '../plan/nacl';
import type { Selective } from '../plan/nacl-choice';
import { looksOurs } from '../plan/nacl-match';
import { type AclStep, afterSteps } from '../plan/nacl-steps';
import type { AclEntry, NetworkAcls, SavedRule } from '../ports';
import { type Admission, admit } from './admit';
import { canonical } from './canonical';
import { compare } from './compare';
import { fingerprint } from './fingerprint';
import { type Notebook, openNotebook } from './notebook';
import { type Ownership, ownership } from './ownership';
import { aclProbe } from './probe';
import type { Refusals, Sight } from './refusals';
import { tightest } from './room';
import { type Run, startRun } from './run';

const TRIES = 5;

export interface Nacl {
  readonly name: string;
  /** Ids, VPCs and tags: what they stand for is asked in every run. */
  readonly acls: readonly string[];
  readonly rules: PortRange;
  readonly capacity: number;
  readonly selective: Selective;
  readonly accounts: EdgeAccounts;
  readonly refusals: Refusals;
}

/** Everything of one run over all ACLs. */
interface Work {
  readonly nacl: Nacl;
  readonly api: NetworkAcls;
  readonly run: Run;
  readonly context: EdgeContext;
  readonly admission: Admission;
  readonly owner: Ownership;
  readonly notebook: Notebook;
  writes: number;
}

interface Result {
  readonly acl: string;
  readonly plan: AclPlan;
  readonly before: readonly string[];
  readonly notices: readonly string[];
  /** All of the ACL, as it was read and left. */
  readonly entries: readonly AclEntry[];
}

/** All ACLs are read before the first is written; a failure of one does not keep the others from their bans. */
export async function reconcileNacl(
  nacl: Nacl,
  wanted: readonly WantedBan[],
  context: EdgeContext,
): Promise<EdgeReport> {
  const { accounts } = nacl;
  const admission = admit(wanted, accounts.mayCover);
  const names = admission.wanted.map((ban) => ban.cidr);
  const shared = { api: accounts.networkAcls(), run: startRun(accounts.pace) };
  const read = await describe(shared, nacl.acls);
  const work: Work = {
    ...shared,
    nacl,
    context,
    admission,
    owner: ownership(names, context.ours),
    notebook: await openNotebook(accounts.memory, nacl.name, [...read.keys()]),
    writes: 0,
  };
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const [acl, entries] of read) {
    await reconcileAcl(work, acl, entries).then(
      (result) => results.push(result),
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
  return report(work, results);
}

async function describe(
  { run, api }: Pick<Work, 'run' | 'api'>,
  acls: readonly string[],
): Promise<ReadonlyMap<string, AclEntry[]>> {
  const read = await run.call(() => api.describe(acls));
  return new Map(
    [...read].map(([acl, list]) => [acl, list.map((entry) => ({ ...entry, cidr: canonical(entry.cidr) }))]),
  );
}

async function reconcileAcl(work: Work, acl: string, read: readonly AclEntry[]): Promise<Result> {
  const { context, notebook } = work;
  let entries = read;
  let before: readonly string[] | undefined;
  let refused: Family | undefined;
  for (let tries = 1; tries <= TRIES; tries++) {
    const ground = await groundOf(work, acl, entries);
    if (refused) work.nacl.refusals.learn(`${acl} ${refused}`, sightOf(work, ground, refused));
    const terms = termsOf(work, ground);
    before ??= [...new Set(entries.filter((entry) => isOwn(entry, ground)).map((entry) => entry.cidr))];
    const plan = planAcl(entries, work.admission.wanted, terms);
    const result = { acl, plan, before, notices: [...plan.notices, ...quotaNotices(terms)] };
    if (context.mode === 'dry-run') return { ...result, entries };
    await notebook.save((rules) => [...rules, ...rollUpRules(acl, plan.rollUps)]);
    const taken = await take(work, acl, plan.steps);
    if (taken.kind === 'done') {
      const standing = new Set(plan.standing);
      await notebook.save((rules) => rules.filter((rule) => !isRollUp(rule, acl) || standing.has(rule.cidr)));
      return { ...result, entries: afterSteps(entries, plan.steps) };
    }
    refused = taken.kind === 'refused' ? taken.family : undefined;
    entries = (await describe(work, [acl])).get(acl) ?? [];
  }
  throw new EdgeApiError('contended', 'CreateNetworkAclEntry', `${acl} changed at ${TRIES} tries`);
}

/** An ACL as it was read, and which of its entries are ours. */
interface Ground extends Pick<AclTerms, 'rules' | 'owns'> {
  readonly acl: string;
  readonly entries: readonly AclEntry[];
}

async function groundOf({ nacl, owner, notebook }: Work, acl: string, entries: readonly AclEntry[]): Promise<Ground> {
  await owner.learn(entries.filter(looksOurs).map((entry) => entry.cidr));
  const rolled = new Set(notebook.rules().flatMap((rule) => (isRollUp(rule, acl) ? [rule.cidr] : [])));
  return { acl, entries, rules: nacl.rules, owns: (cidr) => owner.owns(cidr) || rolled.has(cidr) };
}

function sightOf({ context }: Work, ground: Ground, family: Family): Sight {
  const ofFamily = (entry: AclEntry) => entry.family === family;
  const own = ground.entries.filter((entry) => ofFamily(entry) && isOwn(entry, ground));
  const others = othersOf(ground.entries, ground).filter(ofFamily);
  return { standing: own.length + others.length, others: fingerprint(others), now: context.now };
}

function termsOf(work: Work, ground: Ground): AclTerms {
  const { nacl, context } = work;
  const limit = (family: Family) =>
    nacl.refusals.limit(`${ground.acl} ${family}`, sightOf(work, ground, family)) ?? Number.POSITIVE_INFINITY;
  return {
    rules: ground.rules,
    capacity: nacl.capacity,
    limit: { ipv4: limit('ipv4'), ipv6: limit('ipv6') },
    selective: nacl.selective,
    removes: context.mode !== 'ban-only',
    owns: ground.owns,
    mayCover: nacl.accounts.mayCover,
  };
}

/** A limit above the capacity was met by others' entries, which the plan counts anyway: there is nothing to do. */
const quotaNotices = ({ capacity, limit }: AclTerms): readonly string[] =>
  FAMILIES.filter((family) => limit[family] <= capacity).map(
    (family) =>
      `EC2 takes no more than ${limit[family]} ${family} entries beside \`*\`, others' among them; ` +
      `raise the quota or set capacity = ${Math.max(1, limit[family] - 1)}`,
  );

type RollUp = Extract<SavedRule, { kind: 'roll-up' }>;

const isRollUp = (rule: SavedRule, acl: string): rule is RollUp => rule.kind === 'roll-up' && rule.acl === acl;

const rollUpRules = (acl: string, cidrs: readonly string[]): readonly SavedRule[] =>
  cidrs.map((cidr) => ({ kind: 'roll-up', acl, cidr }));

/** `again`: the ACL is not as it was read. `refused`: it holds fewer entries than thought. */
type Taken = { readonly kind: 'done' | 'again' } | { readonly kind: 'refused'; readonly family: Family };

async function take(work: Work, acl: string, steps: readonly AclStep[]): Promise<Taken> {
  for (const { kind, entry } of steps) {
    const outcome = await work.run.call<string>(() => {
      work.writes++;
      return kind === 'create' ? work.api.create(acl, entry) : work.api.delete(acl, entry.number);
    });
    if (outcome === 'limit-exceeded') return { kind: 'refused', family: entry.family };
    if (outcome === 'taken') return { kind: 'again' };
  }
  return { kind: 'done' };
}

/** Whether one of the ranges holds all of this one: itself, or a roll-up. */
function isCovered(cidr: string, ranges: readonly string[]): boolean {
  const inner = parseCidr(cidr);
  return ranges.some((range) => {
    const outer = parseCidr(range);
    return inner !== undefined && outer !== undefined && contains(outer, inner);
  });
}

function report(work: Work, results: readonly Result[]): EdgeReport {
  const { nacl, admission, context } = work;
  const dry = context.mode === 'dry-run';
  const nowhere = results.length === 0;
  const isHeld = (cidr: string) => !nowhere && results.every(({ plan }) => plan.held.includes(cidr));
  const names = admission.wanted.map((ban) => ban.cidr);
  return {
    ...compare(
      new Set(results.flatMap((result) => result.before)),
      new Set(results.flatMap((result) => result.plan.standing)),
    ),
    held: dry
      ? names.filter((cidr) => !nowhere && results.every(({ before }) => isCovered(cidr, before)))
      : names.filter(isHeld),
    overflow: [...admission.refused, ...names.filter((cidr) => !isHeld(cidr))],
    notices: [
      ...(nowhere ? [`there is no network ACL of ${nacl.acls.join(', ')}`] : []),
      ...admission.notices,
      ...results.flatMap(({ acl, notices }) => notices.map((notice) => `${acl}: ${notice}`)),
    ],
    room: tightest(results.flatMap((result) => result.plan.room)),
    writes: work.writes,
    probe: aclProbe(new Map(results.map(({ acl, entries }) => [acl, entries]))),
  };
}
