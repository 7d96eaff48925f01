import { hash } from 'node:crypto';
import type { AppEvent } from '../../core/event';
import type { LogBatch } from '../../core/record';
import type { Seconds } from '../../core/ruleset';
import type { Admissions } from './admissions';
import type { Charge } from './charge';
import type { Found } from './match-batch';
import type { PlacedCharge } from './recidive';
import type { Watch } from './watch';

/** An event with its place in the batch: events leave in the order of the lines that led to them. */
export interface Placed {
  readonly place: number;
  readonly event: AppEvent;
}

export interface ChargeInput {
  /** In the order of their records. */
  readonly found: readonly Found[];
  /** The clock at each record. */
  readonly clocks: readonly Seconds[];
  /** Takes what is to be told of the failures. */
  readonly events: Placed[];
}

interface OpenCharge extends PlacedCharge {
  readonly arrivals: Charge['arrivals'][number][];
  readonly places: number[];
}

/** Who of a batch is charged with what, one charge a (jail, id). */
export async function chargesOf(
  admissions: Admissions,
  { records, logGroup, logStream }: LogBatch,
  { found, clocks, events }: ChargeInput,
): Promise<readonly PlacedCharge[]> {
  const charges = chargeBook();
  const host = onceAsked(() => shortHost(logStream));
  for (const one of found) {
    const { watch, record: place, finding } = one;
    const { time } = finding;
    const jail = watch.jail.name;
    const eventId = records[place]?.id ?? '';
    for (const admission of admissions.known(one) ?? (await admissions.ask(one))) {
      if (admission.kind === 'ignored') {
        const { id, reason } = admission;
        events.push({ place, event: { event: 'ignored', time, jail, id, reason } });
        continue;
      }
      const { ip, key } = admission;
      events.push({ place, event: { event: 'found', time, jail, ip, logGroup, eventId } });
      const { arrivals, places } = charges.of(watch, key);
      const counted = { time: toMillisecond(time), eventId: shortId(eventId) };
      const failure = watch.jail.minhosts === undefined ? counted : { ...counted, host: host() };
      arrivals.push({ failure, clock: clocks[place] as Seconds });
      places.push(place);
    }
  }
  return charges.all();
}

function chargeBook() {
  const byWatch = new Map<Watch, Map<string, OpenCharge>>();
  const inOrder: OpenCharge[] = [];
  const open = (watch: Watch, ip: string): OpenCharge => {
    const opened = { jail: watch.jail, ip, arrivals: [], places: [] };
    inOrder.push(opened);
    return opened;
  };
  return {
    of: (watch: Watch, ip: string): OpenCharge =>
      entryOf(
        entryOf(byWatch, watch, () => new Map<string, OpenCharge>()),
        ip,
        () => open(watch, ip),
      ),
    all: (): readonly PlacedCharge[] => inOrder,
  };
}

function onceAsked<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The counter keeps milliseconds, CloudWatch's own resolution. */
const toMillisecond = (time: Seconds): Seconds => Math.round(time * 1000) / 1000;

/** 36 bits of the stream's name; two hosts that share them count as one, so that nobody is banned too early. */
const shortHost = (logStream: string): string => hash('sha256', logStream, 'base64url').slice(0, 6);

/** 60 bits of the event's id: a counter item holds dozens of them in one write unit. */
const shortId = (id: string): string => hash('sha256', id, 'base64url').slice(0, 10);
