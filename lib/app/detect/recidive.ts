import type { AppEvent } from '../../core/event';
import type { Jail, Seconds } from '../../core/ruleset';
import type { Charge } from './charge';

/** A ban with the clock at which it was made. */
export interface Banned {
  readonly event: Extract<AppEvent, { event: 'ban' }>;
  readonly clock: Seconds;
}

/** What a jail that counts bans makes of the bans of others: each is one failure, at its time. */
export function chargesOfBans(jail: Jail, bans: readonly Banned[]): readonly Charge[] {
  const byIp = new Map<string, Charge['arrivals'][number][]>();
  for (const { event, clock } of bans) {
    if (event.jail === jail.name) continue;
    const failure = { time: event.time, eventId: `${event.jail}#${event.bancount}#${event.time}` };
    const arrivals = byIp.get(event.ip) ?? [];
    arrivals.push({ failure, clock });
    byIp.set(event.ip, arrivals);
  }
  return [...byIp].map(([ip, arrivals]) => ({ jail, ip, arrivals }));
}
