import { parseCidr } from '../../core/address';
import type { AppEvent } from '../../core/event';
import type { Folded } from '../../core/fold';
import { createProtection } from '../../core/protect';
import type { Jail, Seconds } from '../../core/ruleset';
import type { Charge } from './charge';

/** A ban with the clock at which it was made and the place in the batch of the line that led to it. */
export interface Banned {
  readonly event: Extract<AppEvent, { event: 'ban' }>;
  readonly clock: Seconds;
  readonly place: number;
}

/** A charge whose arrivals remember their place in the batch. */
export interface PlacedCharge extends Charge {
  readonly places: readonly number[];
}

/**
 * The bans a charge made. A batch that comes again makes none, but the function may have died after it wrote the ban and
 * before other jails counted it: the ban that these failures made then is told again. It is counted once all the same.
 */
export function bansOf({ jail, arrivals, places }: PlacedCharge, { events, ban }: Folded): readonly Banned[] {
  const made = events.flatMap(({ after, event }) =>
    event.event === 'ban' ? [{ event, clock: arrivals[after]?.clock ?? event.time, place: places[after] ?? 0 }] : [],
  );
  if (made.length > 0 || !ban) return made;
  const { time, ip, failures, bancount, end } = ban;
  const at = arrivals.findIndex(({ failure }) => failure.time <= time && failure.time > time - jail.findtime);
  const arrival = arrivals[at];
  if (!arrival || ban.origin !== 'detect') return [];
  const event = { event: 'ban', ...{ time, jail: jail.name, ip, failures, bancount }, until: end } as const;
  return [{ event, clock: arrival.clock, place: places[at] ?? 0 }];
}

/** What a jail that counts bans makes of the bans of others: each is one failure, at its time. */
export function chargesOfBans(jail: Jail, bans: readonly Banned[], self: readonly string[]): readonly PlacedCharge[] {
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
