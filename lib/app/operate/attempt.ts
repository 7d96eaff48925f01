import { formatIp, widthOf } from '../../core/address';
import type { Ban } from '../../core/ban';
import type { CounterStore } from '../../core/ports';
import { banRange, createProtection } from '../../core/protect';
import type { Jail, Ruleset } from '../../core/ruleset';
import { charge, createChargeContext } from '../detect/charge';
import type { OperatePorts } from './ports';
import { banTarget, type Refusal } from './refusal';

export interface AttemptPorts extends OperatePorts {
  readonly counters: CounterStore;
}

export interface Attempt {
  readonly jail: Jail;
  /** As typed: an address, not a range. */
  readonly ip: string;
  /** The failures it stands for, all of this moment: an id each, that nobody used. */
  readonly eventIds: readonly string[];
}

export type AttemptOutcome =
  /** `ban`: what the failures led to. `ip`: under which it is counted, of an IPv6 address its prefix. */
  | { readonly kind: 'counted'; readonly ip: string; readonly ban: Ban | undefined }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** An operator's word that an address failed: it is counted as lines are, and bans when there are enough. */
export async function attempt(
  ports: AttemptPorts,
  ruleset: Ruleset,
  { jail, ip, eventIds }: Attempt,
): Promise<AttemptOutcome> {
  const target = banTarget(ruleset, jail, ip);
  if (target.kind === 'refused') return target;
  const { cidr } = target;
  if (cidr.prefix < widthOf(cidr.family)) return { kind: 'refused', refusal: 'range' };
  const protection = createProtection({ ...jail, self: ruleset.protect });
  const counted = formatIp(banRange(cidr, jail.ipv6prefix, protection));
  const clock = ports.clock();
  const arrivals = eventIds.map((eventId) => ({ failure: { time: clock, eventId }, clock }));
  const context = createChargeContext(ports, ruleset.dbpurgeage);
  const { ban, events } = await charge(context, { jail, ip: counted, arrivals });
  for (const { event } of events) ports.emit(event);
  return { kind: 'counted', ip: counted, ban: ban?.state === 'live' ? ban : undefined };
}
