import { readLine } from '../../sources/journald';
import type { LogEvent, LogReader } from '../client/account/log-events';
import type { LogsWanted } from './logs-args';
import type { TimedLine } from './merge';
import { rereadable } from './reread';
import type { ReplaySource } from './source';

/** What was read of CloudWatch Logs. */
export interface LogsRead {
  readonly events: number;
  readonly bytes: number;
  readonly requests: number;
  /** Reading stopped at `most` events; the time of the last one, seconds since the epoch. */
  readonly stoppedAt: number | undefined;
}

/**
 * Log groups as sources. An event's time is its own timestamp, as in the deployed function; a date in the line counts there
 * and here when it names its zone or the jail sets `logtimezone`.
 * @param keep it will be read twice
 */
export function logSources(reader: LogReader, wanted: LogsWanted, keep: boolean) {
  const count = { events: 0, bytes: 0, requests: 0, stoppedAt: undefined as number | undefined };
  const sources = wanted.groups.map((group): ReplaySource => {
    const events = rereadable(() => counted(reader, group, wanted, count), keep);
    return {
      name: group,
      bytes: undefined,
      span: { from: wanted.since, to: wanted.until },
      watchers: ({ jails }) => jails.filter(({ loggroup }) => loggroup.includes(nameOf(group))).map(({ name }) => name),
      open: (at) => timedEvents(at, events()),
    };
  });
  return { sources, read: count as LogsRead };
}

/** A log group may be given by its ARN: then the jails name what stands behind `log-group:`. */
const nameOf = (group: string): string => group.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '');

type Count = { -readonly [K in keyof LogsRead]: LogsRead[K] };

async function* counted(
  reader: LogReader,
  group: string,
  { since, until, pattern, most }: LogsWanted,
  count: Count,
): AsyncGenerator<readonly LogEvent[]> {
  for await (const page of reader.read({ group, from: since * 1000, to: until * 1000, pattern })) {
    const events = page.slice(0, Math.max(0, most - count.events));
    count.requests += 1;
    count.events += events.length;
    for (const { message } of events) count.bytes += message.length;
    if (events.length > 0) yield events;
    if (events.length < page.length) {
      count.stoppedAt = (events.at(-1) ?? page[0] ?? { timestamp: 0 }).timestamp / 1000;
      return;
    }
  }
}

async function* timedEvents(
  file: number,
  pages: AsyncIterable<readonly LogEvent[]>,
): AsyncGenerator<readonly TimedLine[]> {
  let line = 0;
  for await (const page of pages) {
    yield page.map(({ timestamp, message, stream }): TimedLine => {
      line += 1;
      return { file, line, stream, text: message, time: readLine({ timestamp, message }).timestamp };
    });
  }
}
