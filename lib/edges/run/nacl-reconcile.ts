import { contains, type Family, parseCidr } from '../../core/address';
import type { EdgeContext, EdgeReport, WantedBan } from '../../core/edge';
import type { PortRange } from '../../core/ruleset';
import { EdgeApiError } from '../api-error';
import type { EdgeAccounts } from '../definition';
import { type AclPlan, isOwn, planAcl } from '../plan/nacl';
import type { Selective } from '../plan/nacl-choice';
import { looksOurs } from '../plan/nacl-match';
import type { AclStep } from '../plan/nacl-steps';
import type { AclEntry, NetworkAcls, SavedRule } from '../ports';
import { type Admission, admit } from './admit';
import { canonical } from './canonical';
import { compare } from './compare';
import { type Notebook, openNotebook } from './notebook';
import { type Ownership, ownership } from './ownership';
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
  /** Entries EC2 refused to go beyond, by ACL and family; learned as it happens. */
  readonly refusals: Map<string, number>;
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
  const work: Work = {
    nacl,
    api: accounts.networkAcls(),
    run: startRun(accounts.pace),
    context,
    admission,
    owner: ownership(names, context.ours),
    notebook: await openNotebook(accounts.memory, nacl.name),
    writes: 0,
  };
  const read = await describe(work, nacl.acls);
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

async function describe({ run, api }: Work, acls: readonly string[]): Promise<ReadonlyMap<string, AclEntry[]>> {
  const read = await run.call(() => api.describe(acls));
  return new Map(
    [...read].map(([acl, list]) => [acl, list.map((entry) => ({ ...entry, cidr: canonical(entry.cidr) }))]),
  );
}

async function reconcileAcl(work: Work, acl: string, read: readonly AclEntry[]): Promise<Result> {
  const { context, notebook } = work;
  let entries = read;
  let before: readonly string[] | undefined;
  for (let tries = 1; tries <= TRIES; tries++) {
    const terms = await termsOf(work, acl, entries);
    before ??= [...new Set(entries.filter((entry) => isOwn(entry, terms)).map((entry) => entry.cidr))];
    const plan = planAcl(entries, work.admission.wanted, terms);
    if (context.mode === 'dry-run') return { acl, plan, before };
    await notebook.save((rules) => [...rules, ...rollUpRules(acl, plan.rollUps)]);
    if ((await take(work, acl, plan.steps)) === 'done') {
      const standing = new Set(plan.standing);
      await notebook.save((rules) => rules.filter((rule) => !isRollUp(rule, acl) || standing.has(rule.cidr)));
      return { acl, plan, before };
    }
    entries = (await describe(work, [acl])).get(acl) ?? [];
  }
  throw new EdgeApiError('contended', 'CreateNetworkAclEntry', `${acl} changed at ${TRIES} tries`);
}

async function termsOf({ nacl, owner, notebook, context }: Work, acl: string, entries: readonly AclEntry[]) {
  await owner.learn(entries.filter(looksOurs).map((entry) => entry.cidr));
  const rolled = new Set(notebook.rules().flatMap((rule) => (isRollUp(rule, acl) ? [rule.cidr] : [])));
  const capacity = (family: Family) => nacl.refusals.get(`${acl} ${family}`) ?? nacl.capacity;
  return {
    rules: nacl.rules,
    capacity: { ipv4: capacity('ipv4'), ipv6: capacity('ipv6') },
    selective: nacl.selective,
    removes: context.mode !== 'ban-only',
    owns: (cidr: string) => owner.owns(cidr) || rolled.has(cidr),
    mayCover: nacl.accounts.mayCover,
  };
}

type RollUp = Extract<SavedRule, { kind: 'roll-up' }>;

const isRollUp = (rule: SavedRule, acl: string): rule is RollUp => rule.kind === 'roll-up' && rule.acl === acl;

const rollUpRules = (acl: string, cidrs: readonly string[]): readonly SavedRule[] =>
  cidrs.map((cidr) => ({ kind: 'roll-up', acl, cidr }));

/** `again`: the ACL is not as it was read, or holds fewer entries than thought. */
async function take(work: Work, acl: string, steps: readonly AclStep[]): Promise<'done' | 'again'> {
  for (const { kind, entry } of steps) {
    const outcome = await work.run.call<string>(() => {
      work.writes++;
      return kind === 'create' ? work.api.create(acl, entry) : work.api.delete(acl, entry.number);
    });
    if (outcome === 'limit-exceeded') await learnRefusal(work, acl, entry.family);
    if (outcome === 'limit-exceeded' || outcome === 'taken') return 'again';
  }
  return 'done';
}

/** The quota is lower than configured, or others' entries came: what stands now is all there is. */
async function learnRefusal(work: Work, acl: string, family: Family): Promise<void> {
  const entries = (await describe(work, [acl])).get(acl) ?? [];
  const terms = await termsOf(work, acl, entries);
  const ours = entries.filter((entry) => entry.family === family && isOwn(entry, terms)).length;
  work.nacl.refusals.set(`${acl} ${family}`, ours);
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
  const refused = [...nacl.refusals].map(
    ([key, count]) => `${key}: EC2 takes no more than ${count} of our entries; raise the quota or set capacity lower`,
  );
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
      ...results.flatMap(({ acl, plan }) => plan.notices.map((notice) => `${acl}: ${notice}`)),
      ...refused,
    ],
    room: tightest(results.flatMap((result) => result.plan.room)),
    writes: work.writes,
  };
}
