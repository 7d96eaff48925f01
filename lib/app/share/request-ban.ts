import { type Cidr, formatIp, widthOf } from '../../core/address';
import type { Ban } from '../../core/ban';
import { bantimeFor } from '../../core/bantime';
import { emptyTicket, isOver, remembered } from '../../core/fold';
import { banRange, createProtection } from '../../core/protect';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import type { Breaker } from '../detect/breaker';
import { purgeTime } from '../detect/charge';
import type { OperatePorts } from '../operate/ports';
import { banTarget, type Refusal } from '../operate/refusal';
import type { BanRequest } from './ban-request';

export interface RequestPorts extends OperatePorts {
  readonly breaker: Breaker;
}

export type RequestOutcome =
  | { readonly kind: 'banned' | 'prolonged'; readonly ban: Ban }
  /** It is banned for as long already, or what is asked for was lifted meanwhile, or is over: the event came again, or late. */
  | { readonly kind: 'standing' | 'past' }
  | { readonly kind: 'refused'; readonly why: Refusal | 'jail' | 'wide' | 'breaker' };

/** A stranger's event names one offender, or his subnet: not a provider. */
const WIDEST = { ipv4: 24, ipv6: 48 } as const;
const TRIES = 10;

/**
 * Bans on request, as if the failures had been counted at the time of the event: the same event, however often it comes,
 * bans once, and an unban that was later wins. Only in jails that say `requests = true`; who is protected stays so.
 * Throws when the ticket keeps changing under it.
 * @param time of the event, seconds since the epoch
 */
export async function requestBan(
  ports: RequestPorts,
  ruleset: Ruleset,
  request: BanRequest,
  time: Seconds,
): Promise<RequestOutcome> {
  const jail = ruleset.jails.find(({ name, requests }) => name === request.jail && requests);
  if (!jail || jail.idle) return { kind: 'refused', why: 'jail' };
  const target = banTarget(ruleset, jail, request.ip);
  if (target.kind === 'refused') return { kind: 'refused', why: target.refusal };
  if (target.cidr.prefix < WIDEST[target.cidr.family]) return { kind: 'refused', why: 'wide' };
  const ip = rangeOf(ruleset, jail, target.cidr);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = (await ports.bans.get(jail.name, ip)) ?? emptyTicket(jail.name, ip);
    const outcome = decide(ports, ruleset, { jail, request, time, before });
    if (outcome.kind !== 'banned' && outcome.kind !== 'prolonged') return outcome;
    const written = await ports.bans.put(outcome.ban, purgeTime(outcome.ban, ruleset.dbpurgeage));
    if (written === 'written') return tell(ports, outcome, { jail, before });
  }
  throw new Error(`the ticket of ${ip} in jail ${jail.name} changed ${TRIES} times while it was banned`);
}

/** One address is banned by the range it would be counted by. */
function rangeOf(ruleset: Ruleset, jail: Jail, cidr: Cidr): string {
  if (cidr.prefix < widthOf(cidr.family)) return formatIp(cidr);
  return formatIp(banRange(cidr, jail.ipv6prefix, createProtection({ ...jail, self: ruleset.protect })));
}

interface Asked {
  readonly jail: Jail;
  readonly request: BanRequest;
  readonly time: Seconds;
  readonly before: Ban;
}

function decide(ports: RequestPorts, ruleset: Ruleset, asked: Asked): RequestOutcome {
  const clock = ports.clock();
  const { jail, request, time, before } = asked;
  const offences = remembered(before, clock, ruleset.dbpurgeage);
  const bantime = request.bantime ?? bantimeFor(jail.bantime, jail.increment, offences, ports.random);
  const end = bantime < 0 ? null : time + bantime;
  if (before.state === 'live' && !isOver(before, clock)) return prolonged(asked, bantime, end);
  if (time <= before.clearedAt || (end !== null && end < clock)) return { kind: 'past' };
  if (!ports.breaker(jail.name, jail.breaker, clock)) return { kind: 'refused', why: 'breaker' };
  const { ip, bancount, version } = before;
  const ban: Ban = {
    ...{ jail: jail.name, ip, time, end, bantime, bancount: bancount + 1, offences: offences + 1, failures: 0 },
    ...{ clearedAt: time, state: 'live', origin: 'request', version: version + 1, ...said(request) },
  };
  return { kind: 'banned', ban };
}

/** The end is moved to the later of both; who made the ban, and what he said of it, stays. */
function prolonged({ request, time, before }: Asked, bantime: Seconds, end: Seconds | null): RequestOutcome {
  if (before.end === null || (end !== null && end <= before.end)) return { kind: 'standing' };
  const clearedAt = Math.max(before.clearedAt, time);
  return {
    kind: 'prolonged',
    ban: { ...said(request), ...before, end, bantime, clearedAt, version: before.version + 1 },
  };
}

const said = ({ reason }: BanRequest): Pick<Ban, 'reason'> => (reason === undefined ? {} : { reason });

/** Tells of it, and counts a new ban with those of other instances. */
async function tell(
  { emit, clock, breaker }: RequestPorts,
  outcome: Extract<RequestOutcome, { readonly ban: Ban }>,
  { jail: { name, breaker: limit }, before }: Pick<Asked, 'jail' | 'before'>,
): Promise<RequestOutcome> {
  const { jail, ip, time, failures, bancount, end: until } = outcome.ban;
  if (outcome.kind === 'prolonged') emit({ event: 'prolong', time: clock(), jail, ip, until });
  else {
    if (before.state === 'live') emit({ event: 'unban', time: clock(), jail, ip, reason: 'expired' });
    emit({ event: 'ban', time, jail, ip, failures, bancount, until, origin: 'request' });
  }
  if (outcome.kind === 'banned') await breaker.share(name, limit);
  return outcome;
}
