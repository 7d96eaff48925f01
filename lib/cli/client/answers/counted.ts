import { type Cidr, formatIp, widthOf, withPrefix } from '../../../core/address';
import type { Ban } from '../../../core/ban';
import type { CounterStore } from '../../../core/ports';
import { banRange, createProtection, type Protection } from '../../../core/protect';
import type { Jail, Ruleset, Seconds } from '../../../core/ruleset';

/**
 * The text under which a jail counts all failures of `cidr`; undefined: it holds addresses that are counted one by one, and
 * only reading the whole table would find them.
 */
export function counterKey(cidr: Cidr, jail: Jail, protection: Protection): string | undefined {
  if (cidr.prefix === widthOf(cidr.family)) return formatIp(banRange(cidr, jail.ipv6prefix, protection));
  if (cidr.family === 'ipv4' || cidr.prefix < jail.ipv6prefix) return undefined;
  const range = withPrefix(cidr, jail.ipv6prefix);
  return protection.reason(range) === undefined ? formatIp(range) : undefined;
}

/** Whether failures in `cidr` may be known that `why` does not look for. */
export const mayHideFailures = (cidr: Cidr, { jails, protect }: Ruleset): boolean =>
  jails.some((jail) => counterKey(cidr, jail, createProtection({ ...jail, self: protect })) === undefined);

/** Times of the failures of these keys that no ban has cleared yet, in order. @param tickets of the same jail */
export async function failuresOf(
  counters: CounterStore,
  { jail, keys, tickets }: { readonly jail: Jail; readonly keys: readonly string[]; readonly tickets: readonly Ban[] },
): Promise<readonly Seconds[]> {
  const times = await Promise.all(
    [...new Set(keys)].map(async (ip) => {
      const counted = await counters.get({ jail: jail.name, ip });
      const cleared = tickets.find((ticket) => ticket.ip === ip)?.clearedAt ?? 0;
      return counted.map(({ time }) => time).filter((time) => time > cleared);
    }),
  );
  return times.flat().sort((a, b) => a - b);
}
