import { parseCidr } from '../../core/address';
import type { AppEvent } from '../../core/event';
import { createProtection } from '../../core/protect';
import type { Jail, Seconds } from '../../core/ruleset';
import type { Charge } from './charge';

/** A ban with the clock at which it was made and the place in the batch of the line that led to it. */
export interface Banned {
  readonly event: Extract<AppEvent, { event: 'ban' }>;
  readonly clock: Seconds;
  readonly place: number;
}

/** What a jail that counts bans makes of the bans of others: each is one failure, at its time. */
export function chargesOfBans(
  jail: Jail,
  bans: readonly Banned[],
  self: readonly string[],
): readonly (Charge & { readonly places: readonly number[] })[] {
  const protection = createProtection({ ...jail, self });
  const byIp = new Map<string, { arrivals: Charge['arrivals'][number][]; places: number[] }>();
  for (const { event, clock, place } of bans) {
    const range = parseCidr(event.ip);
    if (event.jail === jail.name || !range || protection.reason(range)) continue;
    const charged = byIp.get(event.ip) ?? { arrivals: [], places: [] };
    byIp.set(event.ip, charged);
    charged.arrivals.push({ failure: { time: event.time, eventId: `${event.jail}#${event.bancount}` }, clock });
    charged.places.push(place);
  }
  return [...byIp].map(([ip, charged]) => ({ jail, ip, ...charged }));
}
