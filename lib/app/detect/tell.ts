import type { Admission } from '../../core/admit';
import type { AppEvent } from '../../core/event';
import type { Emit } from '../../core/ports';
import type { Delivery } from '../../core/record';
import type { Found } from './match-batch';

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

/** Tells the failures of a batch and what they led to. The events of failures are made here, and only to be told. */
export function tell(emit: Emit, delivery: Delivery, { found, admitted, events }: Told): void {
  const ordered = [...events].sort((a, b) => a.place - b.place);
  let told = 0;
  for (let at = 0; at < found.length; at++) {
    const one = found[at] as Found;
    for (; told < ordered.length && (ordered[told] as Placed).place < one.record; told++) {
      emit((ordered[told] as Placed).event);
    }
    for (const admission of admitted[at] ?? []) emit(eventOf(one, admission, delivery));
  }
  for (const { event } of ordered.slice(told)) emit(event);
}

function eventOf({ watch, record, finding }: Found, admission: Admission, { logGroup, events }: Delivery): AppEvent {
  const { time } = finding;
  const jail = watch.jail.name;
  if (admission.kind === 'charged') {
    return { event: 'found', time, jail, ip: admission.ip, logGroup, eventId: events.id(record) };
  }
  return { event: 'ignored', time, jail, id: admission.id, reason: admission.reason };
}
