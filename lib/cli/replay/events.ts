import type { AppEvent } from '../../core/event';
import type { Routed } from './route';

/** A `found` event with the place of its line, as replay prints it. */
export type ReplayEvent =
  | Exclude<AppEvent, { event: 'found' }>
  | (Omit<Extract<AppEvent, { event: 'found' }>, 'logGroup' | 'eventId'> & {
      readonly file: string;
      readonly line: number;
    });

/** Turns log group and event id back into file and line; every other event is printed as it is. */
export function toReplayEvent(event: AppEvent, files: readonly Routed[]): ReplayEvent {
  if (event.event !== 'found') return event;
  const { logGroup: _, eventId, ...found } = event;
  const [file, line] = eventId.split(':');
  return { ...found, file: files[Number(file)]?.file ?? '', line: Number(line) };
}
