import { createHash } from 'node:crypto';
import type { AppEvent } from '../../core/event';
import type { SessionKey } from '../../core/ports';
import type { LogBatch, LogLine } from '../../core/record';
import type { Ruleset, Seconds } from '../../core/ruleset';
import type { StreamState } from '../../detect/stream-state';
import { readLine } from '../../sources/journald';
import { admitFound } from './admit-found';
import { createBreaker } from './breaker';
import { type Charge, type ChargeContext, charge } from './charge';
import { type Found, IGNORED, MATCHED, matchBatch } from './match-batch';
import type { DetectPorts, DetectReport } from './ports';
import { type Banned, bansOf, chargesOfBans, type PlacedCharge } from './recidive';
import { createStreams, type Streams } from './streams';
import { createWatches, type Watch, type Watches } from './watch';

/** An event with its place in the batch: events leave in the order of the lines that led to them. */
interface Placed {
  readonly place: number;
  readonly event: AppEvent;
}

interface Detecting {
  readonly context: ChargeContext;
  readonly ports: DetectPorts;
  readonly ruleset: Ruleset;
  readonly streams: Streams;
  readonly watches: Watches;
}

/** Charges that go to the table at the same time. */
const PARALLEL = 16;

/** Detecting for one ruleset; made once an instance, then called with every batch. */
export function createDetect(ports: DetectPorts, ruleset: Ruleset): (batch: LogBatch) => Promise<DetectReport> {
  const context = { ports, dbpurgeage: ruleset.dbpurgeage, breaker: createBreaker() };
  const streams = createStreams(ports.sessions);
  const detecting = { context, ports, ruleset, streams, watches: createWatches(ruleset, ports.resolve) };
  return (batch) => detectBatch(detecting, batch);
}

async function detectBatch(detecting: Detecting, batch: LogBatch): Promise<DetectReport> {
  const lines = batch.records.map(readLine);
  const clocks = lines.map((line) => detecting.ports.arrival(line.timestamp));
  const best = new Uint8Array(lines.length);
  const watches = await detecting.watches(batch.logGroup, clocks[0] ?? 0);
  const events: Placed[] = [];
  try {
    const matched: Matched[] = [];
    for (const watch of watches) matched.push(await matchOne(detecting, watch, batch, { lines, best }));
    const found = matched.flatMap((one) => one.found).sort((a, b) => a.record - b.record);
    const charges = await chargesOf(detecting, batch, { found, clocks, events });
    const banned = await chargeAll(detecting, charges, events);
    for (const { key, state } of matched) await detecting.streams.keep(key, state, clocks.at(-1) ?? 0);
    tell(detecting.ports, events);
    return reportOf(best, banned);
  } catch (error) {
    // The batch comes again: it must find the streams as they were, and will tell anew all but what is written already.
    for (const watch of watches) detecting.streams.forget(keyOf(watch, batch));
    tell(
      detecting.ports,
      events.filter(({ event }) => event.event !== 'found' && event.event !== 'ignored'),
    );
    throw error;
  }
}

/** In the order of the lines that led to the events. */
function tell({ emit }: DetectPorts, events: readonly Placed[]): void {
  for (const { event } of [...events].sort((a, b) => a.place - b.place)) emit(event);
}

const keyOf = ({ jail }: Watch, { logGroup, logStream }: LogBatch): SessionKey => ({
  ...{ jail: jail.name, logGroup, logStream },
});

interface Lines {
  readonly lines: readonly LogLine[];
  readonly best: Uint8Array;
}

/** What a jail found in the batch, and the state its stream is in afterwards. */
interface Matched {
  readonly key: SessionKey;
  readonly state: StreamState;
  readonly found: readonly Found[];
}

async function matchOne(
  { streams, ports }: Detecting,
  watch: Watch,
  batch: LogBatch,
  { lines, best }: Lines,
): Promise<Matched> {
  const key = keyOf(watch, batch);
  let state = streams.open(key);
  let matched = matchBatch(watch, lines, state, best);
  const stored = matched.sought ? await streams.reload(key) : undefined;
  if (stored) {
    state = stored;
    matched = matchBatch(watch, lines, state, best);
  }
  for (const metric of ['truncated', 'clock'] as const) {
    if (state[metric] > 0) ports.count(watch.jail.name, metric, state[metric]);
    state[metric] = 0;
  }
  return { key, state, found: matched.found };
}

interface ChargeInput {
  readonly found: readonly Found[];
  readonly clocks: readonly Seconds[];
  readonly events: Placed[];
}

async function chargesOf(
  { ports }: Detecting,
  batch: LogBatch,
  { found, clocks, events }: ChargeInput,
): Promise<readonly PlacedCharge[]> {
  const charges = new Map<
    string,
    { watch: Watch; ip: string; arrivals: Charge['arrivals'][number][]; places: number[] }
  >();
  for (const one of found) {
    const { watch, record, finding } = one;
    const jail = watch.jail.name;
    const eventId = batch.records[record]?.id ?? '';
    for (const admission of await admitFound(one, ports.resolve)) {
      if (admission.kind === 'ignored') {
        const { id, reason } = admission;
        events.push({ place: record, event: { event: 'ignored', time: finding.time, jail, id, reason } });
        continue;
      }
      const { ip, key } = admission;
      events.push({
        place: record,
        event: { event: 'found', time: finding.time, jail, ip, logGroup: batch.logGroup, eventId },
      });
      const name = JSON.stringify([jail, key]);
      const charged = charges.get(name) ?? { watch, ip: key, arrivals: [], places: [] };
      charges.set(name, charged);
      charged.arrivals.push({
        failure: { time: toMillisecond(finding.time), eventId: shortId(eventId) },
        clock: clocks[record] as Seconds,
      });
      charged.places.push(record);
    }
  }
  return [...charges.values()].map(({ watch, ...rest }) => ({ jail: watch.jail, ...rest }));
}

/** The counter keeps milliseconds, CloudWatch's own resolution. */
const toMillisecond = (time: Seconds): Seconds => Math.round(time * 1000) / 1000;

/** 60 bits of the event's id: a counter item holds dozens of them in one write unit. */
const shortId = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 10);

/** Charges everything, then lets the jails that count bans count those; answers how many tickets changed. */
async function chargeAll(detecting: Detecting, charges: readonly PlacedCharge[], events: Placed[]): Promise<number> {
  const bans: Banned[] = [];
  let changed = 0;
  const settle = async (one: PlacedCharge) => {
    const folded = await charge(detecting.context, one);
    if (folded.changed) changed += 1;
    for (const { after, event } of folded.events) events.push({ place: one.places[after] ?? 0, event });
    bans.push(...bansOf(one, folded));
  };
  for (let at = 0; at < charges.length; at += PARALLEL) {
    await allDone(charges.slice(at, at + PARALLEL).map(settle));
  }
  for (const jail of detecting.ruleset.jails.filter(({ countsBans }) => countsBans)) {
    bans.sort((a, b) => a.place - b.place || a.event.time - b.event.time);
    for (const one of chargesOfBans(jail, bans, detecting.ruleset.protect)) await settle(one);
  }
  return changed;
}

/** Waits for all of them, also when one fails: what the others wrote must be told. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

function reportOf(best: Uint8Array, banned: number): DetectReport {
  const count = (verdict: number) => best.reduce((sum, value) => sum + Number(value === verdict), 0);
  const matched = count(MATCHED);
  const ignored = count(IGNORED);
  return { records: best.length, matched, ignored, missed: best.length - matched - ignored, banned };
}
