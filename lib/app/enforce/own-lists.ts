import type { Ruleset } from '../../core/ruleset';
import { applyList } from '../share/apply-list';
import { asError } from './as-error';
import type { EnforcePorts } from './ports';

/**
 * Applies the lists that are files of the configuration; those that are fetched have a function of their own.
 * @returns what failed; the others had their turn.
 */
export async function applyOwnLists(
  ports: EnforcePorts,
  ruleset: Ruleset,
  jails?: { readonly has: (jail: string) => boolean },
): Promise<ReadonlyMap<string, Error>> {
  const failed = new Map<string, Error>();
  for (const jail of ruleset.jails) {
    if (!jail.list?.entries || jails?.has(jail.name) === false) continue;
    try {
      await applyList(ports, ruleset, jail, jail.list.entries);
    } catch (error) {
      failed.set(`the list of jail ${jail.name}`, asError(error));
    }
  }
  return failed;
}

/**
 * Who is on a list may have been let in by what operators changed, or banned for failures until now: the next deploy may
 * be far away.
 * @param jails where bans ended, or may be made again
 */
export const listedAgain = async (
  ports: EnforcePorts,
  ruleset: Ruleset,
  jails: { readonly has: (jail: string) => boolean },
): Promise<ReadonlyMap<string, Error>> => (ruleset.panic ? new Map() : applyOwnLists(ports, ruleset, jails));
