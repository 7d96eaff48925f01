import type { Ban } from '../../core/ban';
import type { Jail } from '../../core/ruleset';
import { inForce } from './banned';
import type { OperatePorts } from './ports';

/** A jail as the table shows it. Failures are not in here: counters lie one by one under their address. */
export interface JailStatus {
  readonly jail: Jail;
  /** In force, in the order they were made. */
  readonly banned: readonly Ban[];
  /** Bans that are remembered, those that are over included: what is older than `dbpurgeage` rules is forgotten. */
  readonly totalBanned: number;
}

/** The state of these jails, from one reading of the table; with the live bans of all jails. */
export async function statusOf(
  ports: Pick<OperatePorts, 'bans' | 'clock'>,
  jails: readonly Jail[],
): Promise<{ readonly statuses: readonly JailStatus[]; readonly live: readonly Ban[] }> {
  const all = await ports.bans.all();
  const live = inForce(all, ports.clock());
  const statuses = jails.map((jail) => ({
    jail,
    banned: live.filter((ban) => ban.jail === jail.name),
    totalBanned: all.reduce((sum, ban) => (ban.jail === jail.name ? sum + ban.bancount : sum), 0),
  }));
  return { statuses, live };
}
