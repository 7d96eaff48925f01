import type { Jail } from '../core/ruleset';

/** Where our functions write; the name is known before it is deployed, so that nobody subscribes us to ourselves. */
export const ownLogGroup = (stack: string, name: string): string => `/fail2edge/${stack}/${name}`;

/** A log group with the jails that read it. */
export interface WatchedLogGroup {
  readonly name: string;
  readonly jails: readonly Jail[];
}

/** The log groups the jails name, each once, in the order they are first named. */
export function watchedLogGroups(jails: readonly Jail[]): readonly WatchedLogGroup[] {
  const names = [...new Set(jails.flatMap((jail) => jail.loggroup))];
  return names.map((name) => ({ name, jails: jails.filter((jail) => jail.loggroup.includes(name)) }));
}

/** CreateLogGroup's rule for names. */
const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;

/** What is wrong with the jails' log groups, each with the place of the jail's section. */
export function logGroupProblems(jails: readonly Jail[]): readonly string[] {
  return jails.flatMap((jail) => {
    const at = `${jail.origin}: jail ${jail.name}:`;
    if (jail.loggroup.length === 0 && !jail.countsBans) return [`${at} has no log group; write loggroup = NAME`];
    return jail.loggroup.flatMap((name) => problemsOf(name).map((problem) => `${at} ${problem}`));
  });
}

function problemsOf(name: string): readonly string[] {
  if (!NAME.test(name)) return [`"${name}" is not a log group's name (letters, digits, . - _ / #)`];
  if (name.startsWith('/fail2edge/')) return [`${name} is our own log: reading it would feed every line back to us`];
  return [];
}
