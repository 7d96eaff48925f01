import { formatIp } from '../../core/address';
import type { Ban } from '../../core/ban';
import { bantimeFor } from '../../core/bantime';
import { emptyTicket, isOver, remembered } from '../../core/fold';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import { purgeTime } from '../detect/charge';
import type { OperatePorts } from './ports';
import { banTarget, type Refusal } from './refusal';

export interface BanOrder {
  readonly jail: Jail;
  /** As typed: an address or a range; exactly that is banned. */
  readonly ip: string;
  /** Seconds, negative: for ever. `undefined`: the jail's bantime, increased as for any other ban. */
  readonly bantime?: Seconds | undefined;
  readonly reason?: string | undefined;
}

export type BanOutcome =
  | { readonly kind: 'banned'; readonly ban: Ban }
  /** It was banned already; the ban ends later now. */
  | { readonly kind: 'prolonged'; readonly ban: Ban }
  /** It was banned already, and for at least as long. */
  | { readonly kind: 'standing'; readonly ban: Ban }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const TRIES = 10;

/**
 * An operator's ban. It counts as a ban like any other and clears the failures before it. Of one that is banned already
 * the end is moved to the later of both, as fail2ban does; the ban becomes the operator's, first in line on a full edge. A
 * list's ban stays the list's, which alone can say when it ends: the end that was asked for counts when the list drops it.
 * Throws when the ticket keeps changing under it.
 */
export async function banIp(ports: OperatePorts, ruleset: Ruleset, order: BanOrder): Promise<BanOutcome> {
  const target = banTarget(ruleset, order.jail, order.ip);
  if (target.kind === 'refused') return target;
  const ip = formatIp(target.cidr);
  const { name } = order.jail;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const now = ports.clock();
    const before = await ports.bans.get(name, ip);
    const ban =
      before?.state === 'live' && !isOver(before, now)
        ? prolonged(before, order, now)
        : await banned(ports, ruleset, order, before ?? emptyTicket(name, ip));
    if ((await ports.bans.put(ban, purgeTime(ban, ruleset.dbpurgeage))) === 'written') return tell(ports, ban, before);
  }
  throw new Error(`the ticket of ${ip} in jail ${name} changed ${TRIES} times while it was banned`);
}

async function banned(ports: OperatePorts, ruleset: Ruleset, order: BanOrder, before: Ban): Promise<Ban> {
  const { jail, reason } = order;
  const { ip, version } = before;
  const time = ports.clock();
  const offences = remembered(before, time, ruleset.dbpurgeage);
  const elsewhere = async () => {
    const tickets = jail.increment?.overalljails ? await ports.bans.ofIp(ip) : [];
    const others = tickets.filter((ticket) => ticket.jail !== jail.name);
    return others.reduce((sum, ticket) => sum + remembered(ticket, time, ruleset.dbpurgeage), 0);
  };
  const bantime =
    order.bantime ?? bantimeFor(jail.bantime, jail.increment, offences + (await elsewhere()), ports.random);
  return {
    ...{ jail: jail.name, ip, time, end: bantime < 0 ? null : time + bantime, bantime, failures: 0 },
    ...{ bancount: before.bancount + 1, offences: offences + 1, clearedAt: Math.max(before.clearedAt, time) },
    ...{ state: 'live', origin: 'manual', version: version + 1 },
    ...(reason !== undefined && { reason }),
  };
}

function prolonged(before: Ban, order: BanOrder, now: Seconds): Ban {
  const { jail, bantime = jail.bantime, reason } = order;
  if (before.origin === 'list' && bantime >= 0) return askedFor(before, now + bantime, order);
  const end = before.end === null || bantime < 0 ? null : Math.max(before.end, now + bantime);
  return {
    ...before,
    ...(end !== before.end && { end, bantime }),
    ...{ origin: 'manual', clearedAt: Math.max(before.clearedAt, now), version: before.version + 1 },
    ...(reason !== undefined && { reason }),
  };
}

const askedFor = (before: Ban, end: Seconds, { reason }: BanOrder): Ban => ({
  ...before,
  asked: Math.max(before.asked ?? 0, end),
  version: before.version + 1,
  ...(reason !== undefined && { reason }),
});

/** Tells what was written, once it is. */
function tell({ emit, clock }: OperatePorts, ban: Ban, before: Ban | undefined): BanOutcome {
  const { jail, ip, time, failures, bancount, end: until } = ban;
  if (bancount === before?.bancount) {
    if (until === before.end) return { kind: 'standing', ban };
    emit({ event: 'prolong', time: clock(), jail, ip, until });
    return { kind: 'prolonged', ban };
  }
  if (before?.state === 'live') emit({ event: 'unban', time, jail, ip, reason: 'expired' });
  emit({ event: 'ban', time, jail, ip, failures, bancount, until });
  return { kind: 'banned', ban };
}
