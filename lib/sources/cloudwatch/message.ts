import type { LogEvents } from '../../core/record';
import type { JsonObject } from '../json/untrusted';

/** A subscription's JSON, its events checked one by one; of the fields beside them nothing is believed yet. */
export interface Message {
  readonly head: JsonObject;
  readonly events: LogEvents;
  /** Events that were not what an event must be. */
  readonly invalid: number;
}
