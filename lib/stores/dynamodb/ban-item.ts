import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Ban } from '../../core/ban';
import type { Seconds } from '../../core/ruleset';
import { banKey, DUE, DUE_NEVER, SK, TTL, ticketOfSortKey } from './keys';
import { type Item, keyAttributes, numberOf, TableItemError, textOf, ttlOf } from './table';

/** The ticket with its attributes under the names of `Ban`; `due` only while it is live. */
export function banItem(ban: Ban, expiresAt: Seconds | null): Record<string, AttributeValue> {
  return {
    ...keyAttributes(banKey(ban.jail, ban.ip)),
    jail: { S: ban.jail },
    ip: { S: ban.ip },
    time: number(ban.time),
    end: ban.end === null ? { NULL: true } : number(ban.end),
    bantime: number(ban.bantime),
    bancount: number(ban.bancount),
    offences: number(ban.offences),
    failures: number(ban.failures),
    clearedAt: number(ban.clearedAt),
    state: { S: ban.state },
    origin: { S: ban.origin },
    ...(ban.asked !== undefined && { asked: number(ban.asked) }),
    ...(ban.reason !== undefined && { reason: { S: ban.reason } }),
    version: number(ban.version),
    ...(ban.state === 'live' && { [DUE]: number(ban.end ?? DUE_NEVER) }),
    ...(expiresAt !== null && { [TTL]: ttlOf(expiresAt) }),
  };
}

const number = (value: number): AttributeValue => ({ N: String(value) });

/** @throws TableItemError when the item is not a ticket: a ban that cannot be read must not look like none. */
export function banOf(item: Item): Ban {
  return {
    jail: textOf(item, 'jail'),
    ip: textOf(item, 'ip'),
    time: numberOf(item, 'time'),
    end: item.end?.NULL ? null : numberOf(item, 'end'),
    bantime: numberOf(item, 'bantime'),
    bancount: numberOf(item, 'bancount'),
    offences: numberOf(item, 'offences'),
    failures: numberOf(item, 'failures'),
    clearedAt: numberOf(item, 'clearedAt'),
    state: oneOf(textOf(item, 'state'), 'live', 'over'),
    origin: oneOf(textOf(item, 'origin'), 'detect', 'manual', 'request', 'list'),
    ...(item.asked && { asked: numberOf(item, 'asked') }),
    ...(item.reason && { reason: textOf(item, 'reason') }),
    version: numberOf(item, 'version'),
  };
}

/**
 * What a live ticket that cannot be read still says: whom it bans, by its key, and until when, by its index. Enough to
 * leave it on the edges until then; it is never written back.
 */
export function standingOf(item: Item): Ban | undefined {
  const due = item[DUE]?.N;
  const named = ticketOfSortKey(item[SK]?.S ?? '');
  if (due === undefined || !named) return undefined;
  const end = Number(due) >= DUE_NEVER ? null : Number(due);
  return {
    ...{ ...named, time: 0, end, bantime: -1, bancount: 1, offences: 0, failures: 0, clearedAt: 0 },
    ...{ state: 'live', origin: 'detect', version: 0 },
  };
}

function oneOf<T extends string>(text: string, ...known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new TableItemError(`a ban says "${text}" where one of ${known.join(', ')} must be`);
  return found;
}
