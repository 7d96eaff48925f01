import type { Ban } from '../../core/ban';
import { allowedAt, type Changes, jailChanges, withChanges } from '../../core/changes';
import type { Ruleset, Seconds } from '../../core/ruleset';
import { protections } from '../enforce/edge-rules';
import { liftReason } from '../enforce/lift-changed';
import { liftBans } from './lift-bans';
import type { ChangePorts } from './ports';

/** What the changes are to be; the same object: they stay as they are. */
export type Edit = (changes: Changes, now: Seconds) => Changes;

export interface Changed {
  readonly before: Changes;
  readonly after: Changes;
  /** Bans that the change no longer allows: lifted at once. */
  readonly lifted: readonly Ban[];
}

const TRIES = 10;

/**
 * Changes what is set at run time, lifts the bans that it no longer allows, and asks every edge to look. Throws when
 * others keep changing it meanwhile.
 */
export async function change(ports: ChangePorts, deployed: Ruleset, edit: Edit): Promise<Changed> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = await ports.changes.get();
    const now = ports.clock();
    const edited = edit(before, now);
    if (edited === before) return { before, after: before, lifted: [] };
    const after = { ...tidied(edited, now), version: before.version + 1, changedAt: now };
    if ((await ports.changes.put(after)) === 'conflict') continue;
    const lifted = await liftSpared(ports, withChanges(deployed, after, now));
    await Promise.all(deployed.edges.map(({ name }) => ports.edgeStates.request(name)));
    return { before, after, lifted };
  }
  throw new Error(`the run-time settings changed ${TRIES} times while they were written`);
}

/** Without what has ended, and without jails of which nothing is changed any more. */
function tidied(changes: Changes, now: Seconds): Changes {
  const jails = Object.entries(changes.jails).filter(([name]) => isChanged(changes, name));
  return { ...changes, allowed: allowedAt(changes, now), jails: Object.fromEntries(jails) };
}

/** Whether `set` changed anything of a jail. */
export function isChanged(changes: Changes, name: string): boolean {
  const { settings, addignoreip, delignoreip } = jailChanges(changes, name);
  return Object.keys(settings).length + addignoreip.length + delignoreip.length > 0;
}

/**
 * fail2ban leaves an address banned that is ignored from now on. Here no edge closes a protected address, so its ban would
 * stand in the table and close nothing: it is lifted.
 */
async function liftSpared(ports: ChangePorts, ruleset: Ruleset): Promise<readonly Ban[]> {
  const rules = protections(ruleset);
  const live = await ports.bans.live();
  const spared = live.filter((ban) => liftReason(ruleset, rules, ban));
  return liftBans(ports, ruleset, spared, ruleset.panic ? 'panic' : 'ignoreip');
}
