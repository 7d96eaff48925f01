import { createDetect } from '../../lib/app/detect/detect';
import type { DetectPorts } from '../../lib/app/detect/ports';
import {
  type Delivery,
  eventsOf,
  type LogBatch,
  type LogEvent,
  type LogEvents,
  type LogRecord,
  messageOf,
} from '../../lib/core/record';
import type { FilterRules, Jail, Ruleset } from '../../lib/core/ruleset';
import { translate } from '../../lib/regex/translate';

const IPV4 = String.raw`(?P<ip4>\d+\.\d+\.\d+\.\d+)`;
const IPV6 = '(?P<ip6>[0-9a-f:]+:[0-9a-f:]*)';

const FAILREGEX = [translate(String.raw`^bad login of (?P<user>\S+) from (?:${IPV4}|${IPV6})$`)];
const IGNOREREGEX = [translate('of monitor from')];

/** The rules of a small filter of our own: `bad login of NAME from ADDRESS`, ignoring the user `monitor`. */
export const someRules = (over: Partial<FilterRules> = {}): FilterRules => ({
  prefregex: null,
  failregex: FAILREGEX,
  ignoreregex: IGNOREREGEX,
  ...{ maxlines: 1, dates: null, logtype: 'file', journalmatch: [] },
  ...over,
});

export const aJail = (over: Partial<Jail> = {}): Jail => ({
  ...{ name: 'app', filter: 'app', rules: someRules(), countsBans: false, usedns: 'warn' },
  ...{ maxretry: 3, findtime: 600, bantime: 600, increment: null, maxmatches: 3 },
  ...{ ignoreip: [], ignoreself: true, ignorelocal: true, ipv6prefix: 64, ambiguity: 'drop', logtimezone: null },
  ...{ breaker: 1000, logpath: [], loggroup: ['app'], edges: [], mail: null, origin: 'jail.local:1' },
  ...over,
});

export const aRuleset = (over: Partial<Ruleset> = {}): Ruleset => ({
  ...{ format: 1, version: '0123456789abcdef', jails: [aJail()], edges: [], protect: [], dbpurgeage: 86400 },
  ...over,
});

/** A batch of messages with their times in seconds; the event ids are `prefix` and the index. */
export const aBatch = (
  messages: readonly (readonly [time: number, message: string])[],
  over: Partial<LogBatch> & { readonly prefix?: string } = {},
): LogBatch => {
  const { prefix = 'event', ...rest } = over;
  const records = messages.map(([time, message], index) => ({
    id: `${prefix}-${index}`,
    timestamp: time * 1000,
    message,
  }));
  return { owner: '111122223333', logGroup: 'app', logStream: 'i-1', records, ...rest };
};

/** The batch as a source yields it. */
export const deliveryOf = ({ records, ...stream }: LogBatch): Delivery => ({ ...stream, events: eventsOf(records) });

/** Every event made, its text without escapes. */
export const recordsOf = (events: LogEvents): readonly LogRecord[] =>
  Array.from({ length: events.length }, (_, index) => {
    const event = eventAt(events, index);
    return { id: events.id(index), timestamp: event.timestamp, message: messageOf(event) };
  });

/** One of them, as it came. */
export const eventAt = (events: LogEvents, index: number): LogEvent => ({
  ...{ timestamp: events.timestamp(index), message: events.message(index), escaped: events.escaped(index) },
});

/** The detect function, for batches that no source has read. */
export function detectBatches(ports: DetectPorts, ruleset: Ruleset) {
  const detect = createDetect(ports, ruleset);
  return (batch: LogBatch) => detect(deliveryOf(batch));
}
