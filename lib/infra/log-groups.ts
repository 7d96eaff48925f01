import type { Jail } from '../core/ruleset';

const OWN = '/fail2edge/';

/** Where our functions write; the name is known before it is deployed, so that nobody subscribes us to ourselves. */
export const ownLogGroup = (stack: string, name: string): string => `${OWN}${stack}/${name}`;

const readsLog = ({ countsBans, requests, list }: Jail): boolean => !countsBans && !requests && !list;

/** What is wrong with the jails' log groups, each with the place of the jail's section. */
export function logGroupProblems(jails: readonly Jail[]): readonly string[] {
  return jails.flatMap((jail) => {
    const at = `${jail.origin}: jail ${jail.name}:`;
    if (jail.loggroup.length === 0 && readsLog(jail)) return [`${at} has no log group; write loggroup = NAME`];
    return jail.loggroup
      .filter((name) => name.startsWith(OWN))
      .map((name) => `${at} ${name} is our own log: reading it would feed every line back to us`);
  });
}
