import { formatIp, parseCidr } from './address';
import type { BantimeIncrement, Jail, Ruleset, Seconds } from './ruleset';

/** Numbers and flags of a jail that may be changed at run time, under the names of `set JAIL NAME VALUE`. */
export interface ChangedSettings {
  readonly bantime?: Seconds;
  readonly findtime?: Seconds;
  readonly maxretry?: number;
  readonly maxmatches?: number;
  readonly breaker?: number;
  readonly ignoreself?: boolean;
  readonly idle?: boolean;
  readonly 'bantime.increment'?: boolean;
  readonly 'bantime.factor'?: number;
  readonly 'bantime.maxtime'?: Seconds;
  readonly 'bantime.rndtime'?: Seconds;
  readonly 'bantime.multipliers'?: readonly number[];
  readonly 'bantime.overalljails'?: boolean;
}

/** What `set` changed of one jail. */
export interface JailChanges {
  readonly settings: ChangedSettings;
  /** Canonical texts, as `formatIp` writes them. */
  readonly addignoreip: readonly string[];
  readonly delignoreip: readonly string[];
}

/** An address or range that no jail bans. */
export interface Allowed {
  readonly ip: string;
  readonly since: Seconds;
  /** `null`: until it is deleted. */
  readonly until: Seconds | null;
  readonly reason?: string;
}

/** What operators changed at run time, over the configuration that is deployed. */
export interface Changes {
  /** Grows by one with every write; 0: nothing was ever changed. */
  readonly version: number;
  /** When the last change was made. */
  readonly changedAt: Seconds;
  readonly jails: Readonly<Record<string, JailChanges>>;
  /** Jails whose bans close no edge. */
  readonly simulated: readonly string[];
  readonly allowed: readonly Allowed[];
  /** Since when nobody is banned. */
  readonly panic: { readonly since: Seconds; readonly reason?: string } | null;
  /** Ranges that are ours or AWS's, as looked up (`lib/app/own-ranges`), by where they were found: they join `protect`. */
  readonly own?: Readonly<Record<string, readonly string[]>>;
}

export const NO_CHANGES: Changes = {
  ...{ version: 0, changedAt: 0, jails: {}, simulated: [], allowed: [], panic: null },
};

export const UNCHANGED_JAIL: JailChanges = { settings: {}, addignoreip: [], delignoreip: [] };

/** What is allowed at this time. An entry holds until its end, as a ban does. */
export const allowedAt = ({ allowed }: Changes, clock: Seconds): readonly Allowed[] =>
  allowed.filter(({ until }) => until === null || clock <= until);

/** When what is allowed changes next by itself; Infinity: never. */
export const nextEnd = (changes: Changes, clock: Seconds): Seconds =>
  Math.min(...allowedAt(changes, clock).map(({ until }) => until ?? Number.POSITIVE_INFINITY));

/** The ruleset as it is at this time; the very same one where nothing is changed. */
export function withChanges(ruleset: Ruleset, changes: Changes, clock: Seconds): Ruleset {
  if (changes.version === 0) return ruleset;
  const jails = ruleset.jails.map((jail) => changedJail(jail, changes, clock));
  const protect = [...ruleset.protect, ...Object.values(changes.own ?? {}).flat()];
  return { ...ruleset, jails, protect, ...(changes.panic && { panic: true }) };
}

/** A jail, with its `ignoreip` as deployed or as its names resolved, as it is at this time. */
export function changedJail(jail: Jail, changes: Changes, clock: Seconds): Jail {
  const { settings, addignoreip, delignoreip } = jailChanges(changes, jail.name);
  const { bantime, findtime, maxretry, maxmatches, breaker, ignoreself } = { ...jail, ...settings };
  const gone = new Set(delignoreip);
  const kept = gone.size === 0 ? jail.ignoreip : jail.ignoreip.filter((entry) => !gone.has(canonical(entry)));
  const simulate = changes.simulated.includes(jail.name);
  return {
    ...jail,
    ...{ bantime, findtime, maxretry, maxmatches, breaker, ignoreself },
    increment: incrementOf(jail.increment, settings),
    ignoreip: [...kept, ...addignoreip, ...allowedAt(changes, clock).map(({ ip }) => ip)],
    ...(settings.idle && { idle: true }),
    ...(simulate && { simulate: true, mail: null, targets: [] }),
  };
}

/** What `set` changed of a jail. The names come from a table: one may be `constructor`. */
export const jailChanges = ({ jails }: Changes, name: string): JailChanges =>
  (Object.hasOwn(jails, name) ? jails[name] : undefined) ?? UNCHANGED_JAIL;

/** An address as it is written, without its /32; anything else as it is. */
export function canonical(entry: string): string {
  const cidr = parseCidr(entry);
  return cidr ? formatIp(cidr) : entry;
}

const PLAIN: BantimeIncrement = {
  ...{ factor: 1, formula: null, multipliers: null, maxtime: null, rndtime: null, overalljails: false },
};

/** Parts of `bantime.*` have no effect while bans do not grow, as in fail2ban. */
function incrementOf(deployed: BantimeIncrement | null, settings: ChangedSettings): BantimeIncrement | null {
  if (!(settings['bantime.increment'] ?? deployed !== null)) return null;
  const { formula, ...before } = deployed ?? PLAIN;
  return {
    formula,
    factor: settings['bantime.factor'] ?? before.factor,
    multipliers: settings['bantime.multipliers'] ?? before.multipliers,
    maxtime: settings['bantime.maxtime'] ?? before.maxtime,
    rndtime: settings['bantime.rndtime'] ?? before.rndtime,
    overalljails: settings['bantime.overalljails'] ?? before.overalljails,
  };
}
