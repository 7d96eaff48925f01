import { formatIp, parseCidr } from '../../core/address';
import type { Ban } from '../../core/ban';
import type { BanStore } from '../../core/ports';

/** More are faster read with all tickets at once than asked for one by one. */
const FEW = 500;
/** Tickets asked for at the same time. */
const PARALLEL = 16;

/**
 * The ranges we hold a ticket of, live or over: on an edge shared with others, the rest is theirs. When thousands of bans
 * were lifted together, or thousands of entries are somebody else's, the answer must come before the look's time is over.
 * @param cidrs entries of an edge
 */
export async function ours(
  bans: Pick<BanStore, 'ofIp' | 'all'>,
  cidrs: readonly string[],
): Promise<ReadonlySet<string>> {
  const entries = cidrs.flatMap((cidr) => {
    const parsed = parseCidr(cidr);
    return parsed ? [{ cidr, ip: formatIp(parsed) }] : [];
  });
  const known = entries.length > FEW ? await amongAll(bans) : await oneByOne(bans, entries);
  return new Set(entries.flatMap(({ cidr, ip }) => (known.has(ip) ? [cidr] : [])));
}

const wasBanned = ({ bancount }: Ban): boolean => bancount > 0;

const amongAll = async (bans: Pick<BanStore, 'all'>): Promise<ReadonlySet<string>> =>
  new Set((await bans.all()).filter(wasBanned).map(({ ip }) => ip));

async function oneByOne(
  bans: Pick<BanStore, 'ofIp'>,
  entries: readonly { readonly ip: string }[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  const ask = async ({ ip }: { readonly ip: string }): Promise<void> => {
    if ((await bans.ofIp(ip)).some(wasBanned)) known.add(ip);
  };
  for (let at = 0; at < entries.length; at += PARALLEL) await Promise.all(entries.slice(at, at + PARALLEL).map(ask));
  return known;
}
