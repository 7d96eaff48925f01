import { contains, parseCidr } from '../../../core/address';
import { type Allowed, allowedAt, withChanges } from '../../../core/changes';
import type { IgnoreReason } from '../../../core/event';
import { createProtection } from '../../../core/protect';
import type { Ruleset } from '../../../core/ruleset';
import type { Action } from '../answer';
import { localTimes, untilText } from '../text/ban';
import { ranges } from './run-time';

interface Checked {
  readonly ip: string;
  /** Jails that would ban it. */
  readonly banned: readonly string[];
  /** Jails that would not, by why. */
  readonly spared: Readonly<Record<string, readonly string[]>>;
  readonly allowed: Allowed | undefined;
}

/** `allow check IP...`: who would ban each, and who spares it and why; exit code 1 when a jail would ban one. */
export const allowCheck: Action = async ({ account, ruleset }, { operands }) => {
  const ips = ranges(operands);
  const { changes, clock } = await account();
  const now = await changes.get();
  const rules = withChanges(ruleset, now, clock());
  const each = ips.map((ip) => checked(ip, rules, holding(ip, allowedAt(now, clock()))));
  return {
    text: each.map(sentence).join('\n'),
    json: each.map(({ allowed, ...one }) => ({ ...one, allowed: allowed ?? null })),
    failed: each.some(({ banned }) => banned.length > 0) && 'check',
  };
};

function holding(ip: string, allowed: readonly Allowed[]): Allowed | undefined {
  const cidr = parseCidr(ip);
  return allowed.find((entry) => {
    const range = parseCidr(entry.ip);
    return cidr && range && contains(range, cidr);
  });
}

function checked(ip: string, { jails, protect, panic }: Ruleset, allowed: Allowed | undefined): Checked {
  const cidr = parseCidr(ip);
  const spared: Record<string, string[]> = {};
  const banned: string[] = [];
  for (const jail of jails) {
    const protection = createProtection({ ...jail, self: protect });
    const reason = panic ? 'panic' : cidr && protection.reason(cidr);
    if (reason) spared[reason] = [...(spared[reason] ?? []), jail.name];
    else banned.push(jail.name);
  }
  return { ip, banned, spared, allowed };
}

const WHY: Readonly<Record<string, string>> = {
  ignoreip: 'ignoreip',
  ignoreself: 'it is our own',
  'never-ban': 'private, loopback or reserved',
  panic: 'banning is stopped',
} satisfies Partial<Record<IgnoreReason, string>>;

function sentence({ ip, banned, spared, allowed }: Checked): string {
  if (allowed) {
    const { at } = localTimes();
    const why = allowed.reason === undefined ? '' : ` (${allowed.reason})`;
    return `${ip}: nobody bans it, it is on the list as ${allowed.ip} ${untilText(allowed.until, at)}${why}`;
  }
  const sparing = Object.entries(spared).map(
    ([reason, jails]) => `${jails.join(', ')} ${jails.length > 1 ? 'spare' : 'spares'} it (${WHY[reason]})`,
  );
  if (banned.length === 0) return `${ip}: nobody bans it: ${sparing.join('; ') || 'there is no jail'}`;
  return [`${ip}: ${banned.join(', ')} would ban it`, ...sparing].join('; ');
}
