import { formatIp, parseCidr } from '../../core/address';
import type { Ban } from '../../core/ban';
import { emptyTicket } from '../../core/fold';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import { purgeTime } from '../detect/charge';
import { lift } from '../enforce/lift';
import type { OperatePorts } from '../operate/ports';
import { banTargets, type Target } from '../operate/refusal';

export interface ListReport {
  readonly members: number;
  readonly banned: number;
  readonly lifted: number;
  /** Members that nobody may ban: protected, or a range around somebody who is. */
  readonly refused: number;
}

export type ListPorts = Pick<OperatePorts, 'bans' | 'clock' | 'emit'>;

/** Tickets written at the same time. */
const PARALLEL = 16;

/**
 * Makes a jail's bans by list equal to the list: whoever is on it is banned until he is not. A ban that failures, an
 * operator or a request made stays what it is. Applied again, it writes nothing.
 * @param entries canonical ranges
 */
export async function applyList(
  ports: ListPorts,
  ruleset: Ruleset,
  jail: Jail,
  entries: readonly string[],
): Promise<ListReport> {
  const live = (await ports.bans.live()).filter((ban) => ban.jail === jail.name);
  const banned = new Set(live.map(({ ip }) => ip));
  // While banning is stopped the list stays in the table and closes nothing.
  const { panic: _, ...calm } = ruleset;
  const targetOf = banTargets(calm, jail);
  const wanted = new Set(entries.flatMap((entry) => rangeOf(entry, targetOf)));
  const added = [...wanted].filter((ip) => !banned.has(ip));
  const gone = live.filter(({ ip, origin }) => origin === 'list' && !wanted.has(ip));
  await each(added, (ip) => ban(ports, ruleset, jail, ip));
  const clock = ports.clock();
  const lifting = {
    clock,
    reason: 'config',
    still: (ban: Ban) => ban.origin === 'list' && !isAsked(ban, clock),
  } as const;
  await each(gone, (one) => (isAsked(one, clock) ? hand(ports, ruleset, one) : lift(ports, ruleset, one, lifting)));
  const lifted = gone.filter((one) => !isAsked(one, clock)).length;
  return { members: entries.length, banned: added.length, lifted, refused: entries.length - wanted.size };
}

/** Whether an operator wants it to stand for longer than the list does. */
const isAsked = ({ asked = 0 }: Ban, clock: Seconds): boolean => asked > clock;

/** Makes a ban that the list dropped the operator's. When somebody else writes it meanwhile, the next turn of the list looks again. */
async function hand(ports: ListPorts, ruleset: Ruleset, dropped: Ban): Promise<void> {
  const { asked, ...ban } = dropped;
  const end = asked ?? 0;
  const own: Ban = { ...ban, origin: 'manual', end, bantime: end - ban.time, version: ban.version + 1 };
  if ((await ports.bans.put(own, purgeTime(own, ruleset.dbpurgeage))) !== 'written') return;
  ports.emit({ event: 'prolong', time: ports.clock(), jail: own.jail, ip: own.ip, until: end });
}

function rangeOf(entry: string, targetOf: (text: string) => Target): readonly string[] {
  const cidr = parseCidr(entry);
  const target = cidr && targetOf(formatIp(cidr));
  return target?.kind === 'range' ? [formatIp(target.cidr)] : [];
}

const TRIES = 5;

async function ban(ports: ListPorts, ruleset: Ruleset, { name }: Jail, ip: string): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = (await ports.bans.get(name, ip)) ?? emptyTicket(name, ip);
    if (before.state === 'live') return;
    const time = ports.clock();
    const { bancount, offences, version } = before;
    const made: Ban = {
      ...{ jail: name, ip, time, end: null, bantime: -1, bancount: bancount + 1, offences, failures: 0 },
      ...{ clearedAt: Math.max(before.clearedAt, time), state: 'live', origin: 'list', version: version + 1 },
    };
    if ((await ports.bans.put(made, purgeTime(made, ruleset.dbpurgeage))) !== 'written') continue;
    ports.emit({
      event: 'ban',
      time,
      jail: name,
      ip,
      failures: 0,
      bancount: made.bancount,
      until: null,
      origin: 'list',
    });
    return;
  }
  throw new Error(`the ticket of ${ip} in jail ${name} changed ${TRIES} times while it was banned`);
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += PARALLEL) await Promise.all(items.slice(at, at + PARALLEL).map(work));
}
