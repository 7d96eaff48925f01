import { parseCidr } from '../core/address';
import { type CidrSet, cidrSet } from '../core/cidr-set';
import type { Ruleset } from '../core/ruleset';
import type { Deployer } from './deployer';

/** A list that takes in many whom the configuration spares is the wrong list: some of them show it. */
const SHOWN = 5;

const setOf = (texts: readonly string[]): CidrSet => cidrSet(texts.flatMap((text) => parseCidr(text) ?? []));

/**
 * What is on a jail's list and may not be: whom the configuration spares, and where the deploy is run from, whoever says
 * so. Only lists that were read from a file are known here; the others are held against `ignoreip` when they are fetched.
 */
export function listProblems({ jails, protect }: Ruleset, deployer: Deployer | undefined): readonly string[] {
  return jails.flatMap(({ name, origin, list, ignoreip, ignoreself }) => {
    if (list?.entries === undefined) return [];
    const why = reasons([
      [ignoreip, 'which ignoreip spares: take it out of one of them'],
      [ignoreself ? protect : [], 'which is protected: take it off the list'],
      [deployer?.cidrs ?? [], `from where you deploy (${deployer?.toldBy})`],
    ]);
    const found = list.entries.flatMap((entry) => {
      const reason = why(entry);
      return reason === undefined ? [] : [`${entry}, ${reason}`];
    });
    const told = (what: string): string => `${origin}: jail ${name}: ${what}`;
    const shown = found.slice(0, SHOWN).map((one) => told(`the list ${list.location} bans ${one}`));
    const rest = found.length - shown.length;
    return rest > 0 ? [...shown, told(`and ${rest} more of the list ${list.location}`)] : shown;
  });
}

/** The first reason whose ranges the entry touches. */
function reasons(spared: readonly (readonly [ranges: readonly string[], why: string])[]) {
  const sets = spared.map(([ranges, why]) => ({ set: setOf(ranges), why }));
  return (entry: string): string | undefined => {
    const range = parseCidr(entry);
    return range && sets.find(({ set }) => set.touches(range))?.why;
  };
}
