import type { Expression } from '../core/ruleset';
import { completions, groupsReader, type ReadGroups } from './groups';
import { firstOf, type Groups, type Hit, isRaw, type Pattern, underlaid } from './pattern';

/** Completes groups by those of another hit. Changes and answers them. */
export type CompleteGroups = (groups: Groups, hit: Hit) => Groups;

type For<T> = (pattern: Pattern, expression: Pick<Expression, 'groups'>) => T;

/** How the groups of a hit are read, and completed by those of an earlier one. */
export interface GroupsOf {
  readonly reader: For<ReadGroups>;
  readonly completer: For<CompleteGroups>;
  /** `groups`, completed by what only `below` has. Changes and answers `groups`. */
  readonly underlaid: (groups: Groups, below: Groups) => Groups;
}

/** Every group there is. */
export const ALL_GROUPS: GroupsOf = {
  reader: groupsReader,
  completer: (pattern, expression) => {
    const read = groupsReader(pattern, expression);
    return (groups, hit) => underlaid(groups, read(hit));
  },
  underlaid,
};

/** What says who failed and in which session: a ban asks for nothing else. */
export const OFFENDER_GROUPS: GroupsOf = {
  reader: offenderReader,
  completer: offenderCompleter,
  underlaid: (groups, below) => completed(groups as Offending, below as Offending),
};

/** All of them have one shape, absent groups included, so that V8 reads and writes them without looking names up. */
type Offending = {
  ip4: string | undefined;
  ip6: string | undefined;
  dns: string | undefined;
  cidr: string | undefined;
  fid: string | undefined;
  user: string | undefined;
  mlfid: string | undefined;
  /** The address beside an id: `failure.ts` sets it. */
  ip: string | undefined;
};

function completed(groups: Offending, below: Offending): Offending {
  groups.ip4 ??= below.ip4;
  groups.ip6 ??= below.ip6;
  groups.dns ??= below.dns;
  groups.cidr ??= below.cidr;
  groups.fid ??= below.fid;
  groups.user ??= below.user;
  groups.mlfid ??= below.mlfid;
  groups.ip ??= below.ip;
  return groups;
}

const offending = ({ ip4, ip6, dns, cidr, fid, user, mlfid }: Partial<Groups>): Offending => ({
  ip4,
  ip6,
  dns,
  cidr,
  fid,
  user,
  mlfid,
  ip: undefined,
});

function offenderReader(pattern: Pattern, expression: Pick<Expression, 'groups'>): ReadGroups {
  const all = groupsReader(pattern, expression);
  const read = directReader(expression.groups);
  return (hit) => (read && isRaw(hit) ? read(hit) : offending(all(hit)));
}

/** Most prefregexes tell the session and nothing else of what is asked for: that is read without the rest. */
function offenderCompleter(pattern: Pattern, expression: Pick<Expression, 'groups'>): CompleteGroups {
  const read = offenderReader(pattern, expression);
  const { mlfid, ...others } = expression.groups;
  const onlySession = mlfid !== undefined && !Object.keys(others).some((name) => TELLING.test(name));
  return (groups, hit) => {
    if (!onlySession || !isRaw(hit)) return completed(groups as Offending, read(hit) as Offending);
    groups.mlfid ??= firstOf(hit, mlfid);
    return groups;
  };
}

/** Names of groups that are asked for, or make one that is. */
const TELLING = /^(?:ip4|ip6|dns|cidr|fid|user|alt_|tuple_)/;

/** Reads the captures without naming them first; undefined where a group is made of others in a way of its own. */
function directReader(groups: Expression['groups']): ((hit: RegExpExecArray) => Offending) | undefined {
  const names = Object.keys(groups);
  const alternatives = completions(names, 'alt_');
  if (names.some((name) => name.startsWith('tuple_')) || alternatives.some(({ to }) => to !== 'user')) return undefined;
  const { ip4, ip6, dns, cidr, fid, mlfid } = groups;
  const users = [groups.user ?? NEVER, ...alternatives.map(({ from }) => groups[from] ?? NEVER)];
  return (hit) => ({
    ip4: firstOf(hit, ip4),
    ip6: firstOf(hit, ip6),
    dns: firstOf(hit, dns),
    cidr: firstOf(hit, cidr),
    fid: firstOf(hit, fid),
    user: userOf(hit, users),
    mlfid: firstOf(hit, mlfid),
    ip: undefined,
  });
}

const NEVER: readonly number[] = [];

/** The first that is not empty; else `<F-USER>` as it is, empty or absent. */
function userOf(hit: RegExpExecArray, users: readonly (readonly number[])[]): string | undefined {
  for (const captures of users) {
    const user = firstOf(hit, captures);
    if (user) return user;
  }
  return firstOf(hit, users[0]);
}
