import type { Jail } from '../core/ruleset';

const OWN = '/fail2edge/';

/** Where our functions write; the name is known before it is deployed, so that nobody subscribes us to ourselves. */
export const ownLogGroup = (stack: string, name: string): string => `${OWN}${stack}/${name}`;

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

/** What is wrong with the jails' log groups, each with the place of the jail's section. */
export function logGroupProblems(jails: readonly Jail[]): readonly string[] {
  return jails.flatMap((jail) => {
    const at = `${jail.origin}: jail ${jail.name}:`;
    if (jail.loggroup.length === 0 && !jail.countsBans) return [`${at} has no log group; write loggroup = NAME`];
    return jail.loggroup
      .filter((name) => name.startsWith(OWN))
      .map((name) => `${at} ${name} is our own log: reading it would feed every line back to us`);
  });
}
