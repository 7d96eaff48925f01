import { isOwnLogGroup } from '../core/own-log-group';
import type { Jail } from '../core/ruleset';

const readsLog = ({ countsBans, requests, list }: Jail): boolean => !countsBans && !requests && !list;

/** What is wrong with the jails' log groups, each with the place of the jail's section. */
export function logGroupProblems(jails: readonly Jail[]): readonly string[] {
  return jails.flatMap((jail) => {
    const at = `${jail.origin}: jail ${jail.name}:`;
    if (jail.loggroup.length === 0 && readsLog(jail)) return [`${at} has no log group; write loggroup = NAME`];
    return jail.loggroup
      .filter((name) => isOwnLogGroup(name))
      .map((name) => `${at} ${name} is our own log: reading it would feed every line back to us`);
  });
}
