import { type Allowed, type ChangedSettings, canonical, jailChanges } from '../../core/changes';
import type { Jail } from '../../core/ruleset';
import type { Edit } from './change';

/** `set JAIL NAME VALUE` */
export const setting =
  (jail: string, settings: ChangedSettings): Edit =>
  (changes) => {
    const before = jailChanges(changes, jail);
    return {
      ...changes,
      jails: { ...changes.jails, [jail]: { ...before, settings: { ...before.settings, ...settings } } },
    };
  };

/** `set JAIL addignoreip IP...`; what the jail ignores already is not added twice. */
export const addIgnored =
  (jail: Jail, ips: readonly string[]): Edit =>
  (changes) => {
    const before = jailChanges(changes, jail.name);
    const deployed = new Set(jail.ignoreip.map(canonical));
    const delignoreip = before.delignoreip.filter((ip) => !ips.includes(ip));
    const added = ips.filter((ip) => !deployed.has(ip));
    const addignoreip = [...new Set([...before.addignoreip, ...added])];
    return { ...changes, jails: { ...changes.jails, [jail.name]: { ...before, addignoreip, delignoreip } } };
  };

/** `set JAIL delignoreip IP...`, of what was added at run time or is deployed. */
export const deleteIgnored =
  (jail: Jail, ips: readonly string[]): Edit =>
  (changes) => {
    const before = jailChanges(changes, jail.name);
    const deployed = new Set(jail.ignoreip.map(canonical));
    const addignoreip = before.addignoreip.filter((ip) => !ips.includes(ip));
    const delignoreip = [...new Set([...before.delignoreip, ...ips.filter((ip) => deployed.has(ip))])];
    return { ...changes, jails: { ...changes.jails, [jail.name]: { ...before, addignoreip, delignoreip } } };
  };

/** `set JAIL simulate on|off` */
export const simulating =
  (jail: string, on: boolean): Edit =>
  (changes) => {
    if (changes.simulated.includes(jail) === on) return changes;
    const others = changes.simulated.filter((name) => name !== jail);
    return { ...changes, simulated: on ? [...others, jail] : others };
  };

/** `allow add`: an entry that is there already is replaced. */
export const allow =
  (entries: readonly Omit<Allowed, 'since'>[]): Edit =>
  (changes, now) => {
    const others = changes.allowed.filter(({ ip }) => !entries.some((entry) => entry.ip === ip));
    return { ...changes, allowed: [...others, ...entries.map((entry) => ({ ...entry, since: now }))] };
  };

/** `allow delete` */
export const disallow =
  (ips: readonly string[]): Edit =>
  (changes) => {
    const allowed = changes.allowed.filter(({ ip }) => !ips.includes(ip));
    return allowed.length === changes.allowed.length ? changes : { ...changes, allowed };
  };

/** `panic` and `panic off`; who panics again keeps the time of the first. */
export const panic =
  (on: boolean, reason?: string): Edit =>
  (changes, now) => {
    if (!on) return changes.panic ? { ...changes, panic: null } : changes;
    return { ...changes, panic: { since: changes.panic?.since ?? now, ...(reason !== undefined && { reason }) } };
  };

/** `reload [JAIL]`: what `set` changed is dropped, as fail2ban's reload does; the rest has a way back of its own. */
export const reloaded =
  (jail: string | undefined): Edit =>
  (changes) => {
    const kept = Object.entries(changes.jails).filter(([name]) => jail !== undefined && name !== jail);
    if (kept.length === Object.keys(changes.jails).length) return changes;
    return { ...changes, jails: Object.fromEntries(kept) };
  };
