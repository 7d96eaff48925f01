import type { SessionKey } from '../../core/ports';
import type { Delivery } from '../../core/record';
import type { Ruleset, Seconds } from '../../core/ruleset';
import { createLiveRules } from '../run-time/live-rules';
import { type Admissions, createAdmissions, resolveNames } from './admissions';
import { createChangedWatches } from './changed-watches';
import { type ChargeContext, charge, createChargeContext } from './charge';
import { chargesOf } from './charges-of';
import { IGNORED, MATCHED, matchBatch, type Records, type Watching } from './match-batch';
import type { DetectPorts, DetectReport } from './ports';
import { type Banned, bansOf, chargesOfBans, type PlacedCharge } from './recidive';
import { sieveOf } from './sieve';
import { createStreams, type Streams } from './streams';
import { type Placed, tell } from './tell';
import { createWatches, type Watch, type WatchedGroup, type Watches } from './watch';

interface Detecting {
  readonly admissions: Admissions;
  readonly context: ChargeContext;
  readonly ports: DetectPorts;
  readonly changed: ReturnType<typeof createChangedWatches>;
  readonly streams: Streams;
  readonly watches: Watches;
}

/** Charges that go to the table at the same time. */
const PARALLEL = 16;

/** What operators changed is known this long: they are told that it takes a minute. */
const CHANGES_LIFE: Seconds = 60;

/** Detecting for one ruleset; made once an instance, then called with every batch. */
export function createDetect(ports: DetectPorts, ruleset: Ruleset): (delivery: Delivery) => Promise<DetectReport> {
  const context = createChargeContext(ports, ruleset.dbpurgeage);
  const streams = createStreams(ports.sessions);
  const changed = createChangedWatches(createLiveRules(ports.changes, ruleset, CHANGES_LIFE), ruleset);
  const admissions = createAdmissions();
  const detecting = { admissions, context, ports, changed, streams, watches: createWatches(ruleset, ports.resolve) };
  return (delivery) => detectBatch(detecting, delivery);
}

async function detectBatch(detecting: Detecting, delivery: Delivery): Promise<DetectReport> {
  const { arrival } = detecting.ports;
  const { events: delivered } = delivery;
  const began = arrival(delivered.length > 0 ? delivered.timestamp(0) / 1000 : 0);
  const group = await detecting.watches(delivery.logGroup, began);
  const best = new Uint8Array(delivered.length);
  const records = { events: delivered, best };
  const clocks: Seconds[] = [];
  const events: Placed[] = [];
  try {
    const matched = await matchAll(detecting, group, delivery, { records, clocks });
    const matches = matched.flatMap((one) => one.found).sort((a, b) => a.record - b.record);
    const { found, ruleset } = await detecting.changed(matches, clocks.at(-1) ?? 0);
    const names = await resolveNames(found, detecting.ports.resolve);
    const admitted = found.map((one) => detecting.admissions(one, names));
    const charges = chargesOf(delivery, { found, admitted, clocks });
    const banned = await chargeAll(detecting, charges, { ruleset, events });
    for (const { key, state } of matched) await detecting.streams.keep(key, state, clocks.at(-1) ?? 0);
    tell(detecting.ports, delivery, { found, admitted, events });
    detecting.ports.onVerdicts?.(best);
    return reportOf(best, banned);
  } catch (error) {
    // The batch comes again: it must find the streams as they were, and will tell anew all but what is written already.
    for (const watch of group.watches) detecting.streams.forget(keyOf(watch, delivery));
    tell(detecting.ports, delivery, { found: [], admitted: [], events });
    throw error;
  }
}

const keyOf = ({ jail }: Watch, { logGroup, logStream }: Delivery): SessionKey => ({
  ...{ jail: jail.name, logGroup, logStream },
});

/** What a jail found in the batch, and the state its stream is in afterwards. */
interface Matched extends Watching {
  readonly key: SessionKey;
}

async function matchAll(
  { streams, ports }: Detecting,
  { watches, sieve }: WatchedGroup,
  delivery: Delivery,
  { records, clocks }: { readonly records: Records; readonly clocks: Seconds[] },
): Promise<readonly Matched[]> {
  const first: Matched[] = [];
  for (const watch of watches) {
    const key = keyOf(watch, delivery);
    first.push({ watch, key, state: streams.open(key), found: [] });
  }
  matchBatch(first, sieve, records, (timestamp) => clocks.push(ports.arrival(timestamp)));
  const matched = await Promise.all(first.map((one) => again(streams, one, records)));
  for (const { watch, state } of matched) {
    for (const metric of ['truncated', 'clock', 'stopped'] as const) {
      if (state[metric] > 0) ports.count(watch.jail.name, metric, state[metric]);
      state[metric] = 0;
    }
  }
  return matched;
}

/** Where another instance stored a session that a line belongs to, the jail begins anew from there. */
async function again(streams: Streams, matched: Matched, records: Records): Promise<Matched> {
  const state = matched.state.sought ? await streams.reload(matched.key) : undefined;
  if (!state) return matched;
  const anew: Matched = { ...matched, state, found: [] };
  matchBatch([anew], sieveOf([matched.watch.jail]), records);
  return anew;
}

/** What charges came to. */
interface Settled {
  readonly bans: Banned[];
  readonly events: Placed[];
  changed: number;
}

/** Charges everything, then lets the jails that count bans count those; answers how many tickets changed. */
async function chargeAll(
  detecting: Detecting,
  charges: readonly PlacedCharge[],
  { ruleset, events }: { readonly ruleset: Ruleset; readonly events: Placed[] },
): Promise<number> {
  const settled: Settled = { bans: [], events, changed: 0 };
  for (let at = 0; at < charges.length; at += PARALLEL) {
    await allDone(charges.slice(at, at + PARALLEL).map((one) => settle(detecting, one, settled)));
  }
  const { bans } = settled;
  const counting = ruleset.jails.filter(({ countsBans, idle }) => countsBans && !idle);
  for (const jail of bans.length > 0 ? counting : []) {
    bans.sort((a, b) => a.place - b.place || a.event.time - b.event.time);
    for (const one of chargesOfBans(jail, bans, ruleset.protect)) await settle(detecting, one, settled);
  }
  return settled.changed;
}

async function settle({ context }: Detecting, one: PlacedCharge, settled: Settled): Promise<void> {
  const folded = await charge(context, one);
  if (folded.changed) settled.changed += 1;
  for (const { after, event } of folded.events) settled.events.push({ place: one.places[after] ?? 0, event });
  if (!one.jail.simulate) settled.bans.push(...bansOf(one, folded));
}

/** Waits for all of them, also when one fails: what the others wrote must be told. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

function reportOf(best: Uint8Array, banned: number): DetectReport {
  let matched = 0;
  let ignored = 0;
  for (const verdict of best) {
    if (verdict === MATCHED) matched += 1;
    else if (verdict === IGNORED) ignored += 1;
  }
  return { records: best.length, matched, ignored, missed: best.length - matched - ignored, banned };
}
