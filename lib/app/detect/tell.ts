import type { Admission } from '../../core/admit';
import type { AppEvent } from '../../core/event';
import type { Delivery } from '../../core/record';
import type { Found } from './match-batch';
import type { DetectPorts } from './ports';

/** An event with its place in the batch: events leave in the order of the lines that led to them. */
export interface Placed {
  readonly place: number;
  readonly event: AppEvent;
}

export interface Told {
  /** In the order of their records. */
  readonly found: readonly Found[];
  /** Who is charged with each of them. */
  readonly admitted: readonly (readonly Admission[])[];
  /** What the failures led to. */
  readonly events: readonly Placed[];
}

type Telling = Pick<DetectPorts, 'emit' | 'failures' | 'count'>;

/** Tells the failures of a batch and what they led to. The events of failures are made here, and only to be told. */
export function tell(ports: Telling, delivery: Delivery, told: Told): void {
  const { emit } = ports;
  if (ports.failures === 'counted') countFailures(ports, told);
  const { found, admitted, events } = told;
  const ordered = [...events].sort((a, b) => a.place - b.place);
  let next = 0;
  for (let at = 0; at < found.length; at++) {
    const one = found[at] as Found;
    for (; next < ordered.length && (ordered[next] as Placed).place < one.record; next++) {
      emit((ordered[next] as Placed).event);
    }
    for (const admission of admitted[at] ?? []) {
      if (isEvent(ports, admission)) emit(eventOf(one, admission, delivery));
    }
  }
  for (const { event } of ordered.slice(next)) emit(event);
}

const isEvent = ({ failures }: Telling, { kind }: Admission): boolean => failures !== 'counted' || kind === 'ignored';

/** Those of one jail mostly come in a row, and are counted as one number. */
function countFailures({ count }: Telling, { found, admitted }: Told): void {
  let failures = 0;
  for (let at = 0; at < found.length; at++) {
    const { watch } = found[at] as Found;
    for (const { kind } of admitted[at] ?? []) if (kind === 'charged') failures += 1;
    if (failures === 0 || found[at + 1]?.watch === watch) continue;
    count(watch.jail.name, 'found', failures);
    failures = 0;
  }
}

function eventOf({ watch, record, finding }: Found, admission: Admission, { logGroup, events }: Delivery): AppEvent {
  const { time } = finding;
  const jail = watch.jail.name;
  if (admission.kind === 'charged') {
    return { event: 'found', time, jail, ip: admission.ip, logGroup, eventId: events.id(record) };
  }
  return { event: 'ignored', time, jail, id: admission.id, reason: admission.reason };
}
