/**
 * Stands in for `@smithy/core/event-streams` in the functions' bundles (`lib/infra/bundle`). None of the operations we call
 * streams events. The SDK loads it by `import()` when one does, and for the sake of that the bundler makes every module it
 * shares with the rest of the SDK one that is made on demand: a tenth of the time that detect takes to load.
 */

/** Clients that know such operations, S3's and CloudWatch Logs', have their configuration completed by it. */
export const resolveEventStreamSerdeConfig = <T>(config: T): T => config;

/** What clients of such operations are given to make one with. */
export const eventStreamSerdeProvider = (): undefined => undefined;

/** Reads and writes streams of events. @throws Error always: there is nothing to do it with. */
export class EventStreamSerde {
  constructor() {
    throw new Error('an operation that streams events: the functions are bundled without them (lib/infra/bundle)');
  }
}
