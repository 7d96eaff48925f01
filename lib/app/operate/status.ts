import type { Ban } from '../../core/ban';
import type { CounterList } from '../../core/ports';
import type { Jail, Seconds } from '../../core/ruleset';
import { inForce } from './banned';
import type { OperatePorts } from './ports';

/** A jail as the table shows it. */
export interface JailStatus {
  readonly jail: Jail;
  /** Addresses with a failure that still counts: within findtime, and not cleared. `null`: nobody could be asked. */
  readonly failed: number | null;
  /** In force, in the order they were made. */
  readonly banned: readonly Ban[];
  /** Bans that are remembered, those that are over included: what is older than `dbpurgeage` rules is forgotten. */
  readonly totalBanned: number;
}

export interface StatusPorts extends Pick<OperatePorts, 'bans' | 'clock'> {
  /** `undefined` where the counters cannot be listed. */
  readonly counters: CounterList | undefined;
}

/** The state of these jails, as they are at run time, from one reading of the table; with the live bans of all jails. */
export async function statusOf(
  { bans, clock, counters }: StatusPorts,
  jails: readonly Jail[],
): Promise<{ readonly statuses: readonly JailStatus[]; readonly live: readonly Ban[] }> {
  const now = clock();
  const [all, recent] = await Promise.all([bans.all(), counters && recentFailures(counters, jails, now)]);
  const live = inForce(all, now);
  const statuses = jails.map((jail) => {
    const tickets = all.filter((ban) => ban.jail === jail.name);
    const cleared = new Map(tickets.map(({ ip, clearedAt }) => [ip, clearedAt]));
    const counting = [...(recent?.get(jail.name) ?? [])].filter(([ip, time]) => time > (cleared.get(ip) ?? 0));
    return {
      jail,
      failed: recent ? counting.length : null,
      banned: live.filter((ban) => ban.jail === jail.name),
      totalBanned: tickets.reduce((sum, { bancount }) => sum + bancount, 0),
    };
  });
  return { statuses, live };
}

type Newest = Map<string, Seconds>;

/** Of each jail the addresses that failed within its findtime, with their newest failure. */
async function recentFailures(
  counters: CounterList,
  jails: readonly Jail[],
  now: Seconds,
): Promise<ReadonlyMap<string, Newest>> {
  const byJail = new Map(
    jails.map(({ name, findtime }) => [name, { since: now - findtime, newest: new Map() as Newest }]),
  );
  const [only] = jails.length === 1 ? jails : [];
  await counters.each(({ jail, ip }, failures) => {
    const time = Math.max(...failures.map((failure) => failure.time));
    const counted = byJail.get(jail);
    if (counted && time > counted.since) counted.newest.set(ip, time);
  }, only?.name);
  return new Map([...byJail].map(([name, { newest }]) => [name, newest]));
}
