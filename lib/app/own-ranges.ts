import { formatCidr, parseCidr } from '../core/address';
import type { Changes } from '../core/changes';
import type { ChangeStore, Clock } from '../core/ports';
import type { Seconds } from '../core/ruleset';

/** Where ranges that must never be banned are found: what is ours, and what AWS reaches us from. */
export const RANGE_SOURCES = ['vpcs', 'addresses', 'cloudfront', 'health-checks'] as const;
export type RangeSource = (typeof RANGE_SOURCES)[number];

/** Canonical CIDRs, sorted, by where they were found. */
export type OwnRanges = NonNullable<Changes['own']>;

export interface OwnRangePorts {
  /** Addresses and ranges as AWS writes them. */
  readonly lookUp: Readonly<Record<RangeSource, () => Promise<readonly string[]>>>;
  /** Where everybody who bans reads them. */
  readonly changes: ChangeStore;
  readonly clock: Clock;
}

export interface OwnRangesReport {
  readonly ranges: OwnRanges;
  readonly changed: boolean;
  /** Sources that did not answer: what was known of them is kept. */
  readonly failed: ReadonlyMap<RangeSource, Error>;
}

/**
 * Looks our own ranges up anew. A source that does not answer keeps what it last said: a protection is taken back only
 * by an answer. Nothing is written when nothing changed.
 */
export async function refreshOwnRanges({ lookUp, changes, clock }: OwnRangePorts): Promise<OwnRangesReport> {
  const known = (await changes.get()).own ?? {};
  const failed = new Map<RangeSource, Error>();
  const found = await Promise.all(
    RANGE_SOURCES.map(async (source) => {
      try {
        return [source, canonical(await lookUp[source]())] as const;
      } catch (error) {
        failed.set(source, error instanceof Error ? error : new Error(String(error)));
        return [source, known[source] ?? []] as const;
      }
    }),
  );
  const ranges: OwnRanges = Object.fromEntries(found);
  const changed = RANGE_SOURCES.some((source) => String(ranges[source]) !== String(known[source] ?? []));
  if (changed) await save(changes, ranges, clock());
  return { ranges, changed, failed };
}

/** Operators write the same item. */
const TRIES = 10;

/** Told as changed at this time, so that bans of what is ours now are looked for and lifted. */
async function save(changes: ChangeStore, own: OwnRanges, changedAt: Seconds): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const now = await changes.get();
    if ((await changes.put({ ...now, version: now.version + 1, changedAt, own })) === 'written') return;
  }
  throw new Error(`what was changed at run time changed at ${TRIES} tries`);
}

function canonical(texts: readonly string[]): readonly string[] {
  const ranges = texts.flatMap((text) => {
    const cidr = parseCidr(text);
    return cidr ? [formatCidr(cidr)] : [];
  });
  return [...new Set(ranges)].sort();
}
