import { parseCidr } from '../core/address';
import type { Jail, Ruleset } from '../core/ruleset';

export type Resolve = (host: string) => Promise<readonly string[]>;

/**
 * The ruleset with the host names of every `ignoreip` replaced by their addresses of this moment. A name that has none
 * protects nobody. Without names the ruleset itself, and nobody is asked.
 */
export async function withResolvedNames(ruleset: Ruleset, resolve: Resolve): Promise<Ruleset> {
  const names = new Set(ruleset.jails.flatMap(({ ignoreip }) => ignoreip.filter(isName)));
  if (names.size === 0) return ruleset;
  const addresses = new Map(await Promise.all([...names].map(async (name) => [name, await resolve(name)] as const)));
  const resolved = (jail: Jail): Jail => ({
    ...jail,
    ignoreip: jail.ignoreip.flatMap((entry) => addresses.get(entry) ?? [entry]),
  });
  return { ...ruleset, jails: ruleset.jails.map(resolved) };
}

const isName = (entry: string): boolean => parseCidr(entry) === undefined;
