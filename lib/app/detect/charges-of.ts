import { hash } from 'node:crypto';
import type { Admission } from '../../core/admit';
import type { Failure } from '../../core/ban';
import type { Delivery } from '../../core/record';
import type { Seconds } from '../../core/ruleset';
import type { Charge } from './charge';
import type { Found } from './match-batch';
import type { PlacedCharge } from './recidive';
import type { Watch } from './watch';

export interface ChargeInput {
  /** In the order of their records. */
  readonly found: readonly Found[];
  /** Who is charged with each of them. */
  readonly admitted: readonly (readonly Admission[])[];
  /** The clock at each record. */
  readonly clocks: readonly Seconds[];
}

interface OpenCharge extends PlacedCharge {
  readonly arrivals: Charge['arrivals'][number][];
  readonly places: number[];
}

/** Who of a batch is charged with what, one charge a (jail, id). */
export function chargesOf(
  { events, logStream }: Delivery,
  { found, admitted, clocks }: ChargeInput,
): readonly PlacedCharge[] {
  const book = new Map<Watch, Map<string, OpenCharge>>();
  const charges: PlacedCharge[] = [];
  const host = found.some(({ watch }) => watch.jail.minhosts !== undefined) ? shortHost(logStream) : undefined;
  for (let at = 0; at < found.length; at++) {
    const one = found[at] as Found;
    const { watch, record } = one;
    for (const admission of admitted[at] ?? []) {
      if (admission.kind === 'ignored') continue;
      const charge = openCharge(book, charges, watch, admission.key);
      charge.arrivals.push({
        failure: failureOf(one, events.shortId(record), host),
        clock: clocks[record] as Seconds,
      });
      charge.places.push(record);
    }
  }
  return charges;
}

function openCharge(
  book: Map<Watch, Map<string, OpenCharge>>,
  charges: PlacedCharge[],
  watch: Watch,
  ip: string,
): OpenCharge {
  let ofJail = book.get(watch);
  if (!ofJail) {
    ofJail = new Map();
    book.set(watch, ofJail);
  }
  const known = ofJail.get(ip);
  if (known) return known;
  const opened: OpenCharge = { jail: watch.jail, ip, arrivals: [], places: [] };
  ofJail.set(ip, opened);
  charges.push(opened);
  return opened;
}

function failureOf({ watch, finding }: Found, eventId: string, host: string | undefined): Failure {
  const time = toMillisecond(finding.time);
  if (watch.jail.minhosts === undefined || host === undefined) return { time, eventId };
  return { time, eventId, host };
}

/** The counter keeps milliseconds, CloudWatch's own resolution. */
const toMillisecond = (time: Seconds): Seconds => Math.round(time * 1000) / 1000;

/** 36 bits of the stream's name; two hosts that share them count as one, so that nobody is banned too early. */
const shortHost = (logStream: string): string => hash('sha256', logStream, 'base64url').slice(0, 6);
