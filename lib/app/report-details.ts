import type { Ban } from '../core/ban';
import type { BanDetail, LogLines, Whois } from '../core/report';
import type { Jail } from '../core/ruleset';
import { maskUsers } from './report-mask';
import { usersIn } from './report-users';

/** What reports are told in full about; the rest is listed. */
const DETAILED = 10;
/** Lookups at a time: registries and FilterLogEvents (5 requests a second) both ask for patience. */
const AT_ONCE = 3;
/** A daemon's line may be stamped a little after the failure that made the ban. */
const AFTER = 60;

export interface DetailPorts {
  /** `null`: offline, no registry is asked. */
  readonly whois: Whois | null;
  /** `null`: no log is read. */
  readonly lines: LogLines | null;
}

/** A ban with what a report of it wants to say. */
export interface Asked {
  readonly ban: Ban;
  readonly jail: Jail;
  readonly whois: boolean;
  readonly lines: boolean;
}

/** What is found out about the first bans of which anything is asked, in their order. Nothing here can fail a report. */
export async function detailsOf(
  ports: DetailPorts,
  asked: readonly Asked[],
  signal: AbortSignal,
): Promise<readonly BanDetail[]> {
  const wanted = asked.filter(({ whois, lines }) => whois || lines);
  return eachOf(wanted.slice(0, DETAILED), AT_ONCE, async (one) => {
    const [whois, lines] = await Promise.all([whoisOf(ports, one, signal), linesOf(ports, one, signal)]);
    return { ban: one.ban, whois, lines };
  });
}

async function whoisOf(ports: DetailPorts, { ban, whois }: Asked, signal: AbortSignal): Promise<BanDetail['whois']> {
  if (!ports.whois || !whois) return null;
  return before(signal, ports.whois.of(ban.ip, signal), { kind: 'none', reason: 'deadline' });
}

async function linesOf(
  ports: DetailPorts,
  { ban, jail, lines: asked }: Asked,
  signal: AbortSignal,
): Promise<BanDetail['lines']> {
  // A jail that counts bans has no log of its own, a ban that was asked for no failures.
  if (!ports.lines || !asked || jail.countsBans || ban.origin !== 'detect') return null;
  const work = ports.lines.of(ban.ip, jail.loggroup, ban.time - jail.findtime, ban.time + AFTER);
  const lines = await before(signal, work, 'unavailable' as const);
  return lines === 'unavailable' ? lines : masked(jail, lines);
}

/** Lines are an attacker's text: what cannot be done with them costs the mail its lines, and no more. */
function masked(jail: Jail, lines: readonly string[]): readonly string[] | 'unavailable' {
  try {
    const users = usersIn(jail, lines);
    return lines.map((line) => maskUsers(line, users));
  } catch {
    return 'unavailable';
  }
}

/** The work's result; `otherwise` when it fails or the signal aborts first. */
function before<T, U>(signal: AbortSignal, work: Promise<T>, otherwise: U): Promise<T | U> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(otherwise);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, giveUp).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** Maps with at most `atOnce` running; results in the order of the items. */
async function eachOf<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
