import type { Delivery, LogEvent, LogLine } from '../core/record';

/** What a payload turned out to be. */
export type Decoded =
  /** CloudWatch asks whether anybody is there; nothing to do. */
  | { readonly kind: 'control' }
  /** `invalid`: events of the batch that were left out, because they were not what an event must be. */
  | { readonly kind: 'data'; readonly delivery: Delivery; readonly invalid: number }
  /** Not a payload of this source, or one that no retry can make better. `reason` quotes nothing of it. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** Where log events come from: a `payload` source turns an invocation into records, a `line` source a record into a line. */
export type Source =
  | { readonly name: string; readonly kind: 'payload'; readonly decode: (payload: unknown) => Decoded }
  /** `undefined`: the record is not of this form. */
  | { readonly name: string; readonly kind: 'line'; readonly read: (event: LogEvent) => LogLine | undefined };
