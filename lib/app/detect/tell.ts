import type { Admission } from '../../core/admit';
import type { AppEvent } from '../../core/event';
import type { Emit } from '../../core/ports';
import type { LogBatch } from '../../core/record';
import type { Found } from './match-batch';

/** An event with its place in the batch: events leave in the order of the lines that led to them. */
export interface Placed {
  readonly place: number;
  readonly event: AppEvent;
}

export interface Told {
  /** In the order of their records. */
  readonly found: readonly Found[];
  readonly admissionsOf: (found: Found) => readonly Admission[];
  /** What the failures led to. */
  readonly events: readonly Placed[];
}

/** Tells the failures of a batch and what they led to. The events of failures are made here, and only to be told. */
export function tell(emit: Emit, batch: LogBatch, { found, admissionsOf, events }: Told): void {
  const ordered = [...events].sort((a, b) => a.place - b.place);
  let next = 0;
  const tellBefore = (place: number): void => {
    for (let placed = ordered[next]; placed && placed.place < place; placed = ordered[next]) {
      emit(placed.event);
      next += 1;
    }
  };
  for (const one of found) {
    tellBefore(one.record);
    for (const admission of admissionsOf(one)) emit(eventOf(one, admission, batch));
  }
  tellBefore(Number.POSITIVE_INFINITY);
}

function eventOf({ watch, record, finding }: Found, admission: Admission, { logGroup, records }: LogBatch): AppEvent {
  const { time } = finding;
  const jail = watch.jail.name;
  if (admission.kind === 'charged') {
    return { event: 'found', time, jail, ip: admission.ip, logGroup, eventId: records[record]?.id ?? '' };
  }
  return { event: 'ignored', time, jail, id: admission.id, reason: admission.reason };
}
