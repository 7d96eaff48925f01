import type { CounterKey, SessionKey } from '../../core/ports';

/**
 * Every name on the table, on one page.
 *
 * | item    | pk                          | sk                        |
 * |---------|-----------------------------|---------------------------|
 * | counter | `F#<jail>#<ip>`             | `-`                       |
 * | breaker | `F#<jail>#breaker`          | `<minute>`                |
 * | ban     | `BAN#<0..7>` (hash of ip)   | `<ip>#<jail>`             |
 * | edge    | `EDGE#<name>`               | `-`                       |
 * |         | `EDGE#<name>`               | `overflow#<digest>#<nnn>` |
 * |         | `EDGE#<group or ACL>`       | `rules`                   |
 * | bucket  | `EDGE#<name>`               | `bucket`                  |
 * | session | `S#<jail>#<group>#<stream>` | `-`                       |
 * | changes | `SETTINGS`                  | `-`                       |
 * | edges   | `SETTINGS`                  | `edges`                   |
 * | journal | `JOURNAL`                   | `<milliseconds>#<id>`     |
 */
export const PK = 'pk';
export const SK = 'sk';

/** Epoch seconds, whole. For garbage only: reads look at times themselves. */
export const TTL = 'ttl';

/** Local index over the live bans: it can be read consistently, a global one cannot. */
export const LIVE_INDEX = 'live';

/** Range key of the index; present on live bans only. Epoch seconds of the end, `DUE_NEVER` when there is none. */
export const DUE = 'due';
export const DUE_NEVER = 9_999_999_999_999;

/** Global index over the bans by when they were written; only keys are in it. */
export const CHANGED_INDEX = 'changed';

/** Range key of that index. Epoch seconds of the writer's clock. */
export const WRITTEN_AT = 'at';

/** Set of the counter's failures, as `member.ts` writes them. */
export const FAILURES = 'f';

/** The write that made this version of a ban: lets a retry whose first answer was lost know its own work. */
export const WRITTEN_BY = 'writtenBy';

export const BAN_PARTITIONS = 8;
export const ONLY = '-';
export const RULES = 'rules';

/** Primary key of an item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export const counterKey = (key: CounterKey): ItemKey => ({ pk: `F#${safe(key.jail)}#${safe(key.ip)}`, sk: ONLY });

/** What the partition keys of all counters of a jail begin with; without one, those of every jail. */
export const counterPrefix = (jail?: string): string => (jail === undefined ? 'F#' : `F#${safe(jail)}#`);

/** The counter that a partition key names; undefined: none of ours. */
export const counterOfPartition = (pk: string): CounterKey | undefined =>
  pk.startsWith(counterPrefix()) ? named(pk.slice(counterPrefix().length).split('#').reverse()) : undefined;

/** New bans of a jail in a minute. No address is called `breaker`. */
export const bansMadeKey = (jail: string, minute: number): ItemKey => ({
  pk: counterKey({ jail, ip: 'breaker' }).pk,
  sk: String(minute),
});

export const banKey = (jail: string, ip: string): ItemKey => ({
  pk: banPartition(fnv1a(ip) % BAN_PARTITIONS),
  sk: `${banPrefix(ip)}${safe(jail)}`,
});

/** What the sort keys of all tickets of `ip` begin with. */
export const banPrefix = (ip: string): string => `${safe(ip)}#`;

export const banPartition = (index: number): string => `BAN#${index}`;

export const edgeKey = (edge: string): ItemKey => ({ pk: `EDGE#${safe(edge)}`, sk: ONLY });

/** A token bucket that the edges of all functions share. */
export const bucketKey = (name: string): ItemKey => ({ pk: edgeKey(name).pk, sk: 'bucket' });

/** What is remembered of a group or network ACL, by its id; versions before kept it by the edge's name. */
export const rulesKey = (place: string): ItemKey => ({ pk: edgeKey(place).pk, sk: RULES });

/** What the sort keys of all overflow parts begin with; with a digest, those of one list. */
export const overflowPrefix = (digest?: string): string => (digest === undefined ? 'overflow#' : `overflow#${digest}#`);

export const overflowKey = (edge: string, digest: string, part: number): ItemKey => ({
  pk: edgeKey(edge).pk,
  sk: `${overflowPrefix(digest)}${String(part).padStart(3, '0')}`,
});

export const sessionKey = (key: SessionKey): ItemKey => ({
  pk: `S#${safe(key.jail)}#${safe(key.logGroup)}#${safe(key.logStream)}`,
  sk: ONLY,
});

/** What operators changed at run time. */
export const changesKey: ItemKey = { pk: 'SETTINGS', sk: ONLY };

/** What operators said. Sorted by time: whole milliseconds, as long as they have 13 digits (until the year 2286). */
export const JOURNAL_PARTITION = 'JOURNAL';
export const journalSortKey = (time: number, id: string): string =>
  `${String(Math.max(0, Math.floor(time * 1000))).padStart(13, '0')}#${id}`;

/** What the edges of the deployment write to. */
export const deployedEdgesKey: ItemKey = { pk: 'SETTINGS', sk: 'edges' };

/** Without `#`, and without two texts becoming one. */
const safe = (text: string): string => text.replace(/[%#]/g, encodeURIComponent);

/** The ticket that a sort key names; undefined: none of ours. */
export const ticketOfSortKey = (sk: string): CounterKey | undefined => named(sk.split('#'));

function named([ip, jail, ...rest]: readonly string[]): CounterKey | undefined {
  if (ip === undefined || jail === undefined || rest.length > 0) return undefined;
  const plain = (text: string) => text.replaceAll('%23', '#').replaceAll('%25', '%');
  return { ip: plain(ip), jail: plain(jail) };
}

/** FNV-1a, 32 bits: the same partition in every process and release. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
