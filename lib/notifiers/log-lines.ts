import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Cidr, parseCidr } from '../core/address';
import type { LogLines } from '../core/report';
import { mentions, searchText } from './mentions';
import type { Permission } from './notifier';

/** As many lines as fail2ban puts in a mail. */
const LINES = 1_000;
const BYTES = 65_536;
/** FilterLogEvents may answer empty pages while it searches; a page covers up to 1 MB of log or 10,000 events. */
const PAGES = 20;

export interface LogLinesOptions {
  readonly client: Pick<CloudWatchLogsClient, 'send'>;
  /** What is shown of an event's message, e.g. the MESSAGE of a journald record; default: all of it. */
  readonly textOf?: (message: string) => string;
}

/** @param logGroupArns without `:*`. */
export const logLinesPermissions = (logGroupArns: readonly string[]): readonly Permission[] =>
  logGroupArns.length === 0
    ? []
    : [
        {
          actions: ['logs:FilterLogEvents'],
          resources: logGroupArns.flatMap((arn) => [arn, `${arn}:*`]),
          why: 'every stream of the named log group is searched: each host writes one',
        },
      ];

interface Search {
  readonly cidr: Cidr;
  /** Milliseconds since the epoch, both included. */
  readonly startTime: number;
  readonly endTime: number;
  readonly found: { timestamp: number; text: string }[];
  bytes: number;
}

/**
 * The offender's lines from CloudWatch Logs, fetched when the report is made (FilterLogEvents: 5 requests a second in an
 * account and Region, so groups are searched one after the other). A group that cannot be read leaves the others.
 */
export function cloudWatchLogLines(options: LogLinesOptions): LogLines {
  return {
    of: async (ip, logGroups, from, to) => {
      const cidr = parseCidr(ip);
      if (!cidr || searchText(cidr) === '') return [];
      const startTime = Math.max(0, Math.floor(from * 1000));
      const search: Search = { cidr, startTime, endTime: Math.floor(to * 1000), found: [], bytes: 0 };
      const errors: unknown[] = [];
      for (const logGroup of logGroups) {
        await searchGroup(options, logGroup, search).catch((error: unknown) => errors.push(error));
      }
      if (errors.length > 0 && errors.length === logGroups.length) throw errors[0];
      return search.found.sort((a, b) => a.timestamp - b.timestamp).map(({ text }) => text);
    },
  };
}

async function searchGroup(options: LogLinesOptions, logGroupName: string, search: Search): Promise<void> {
  const { startTime, endTime } = search;
  const filterPattern = `"${searchText(search.cidr)}"`;
  let nextToken: string | undefined;
  for (let page = 0; page < PAGES && !isFull(search); page++) {
    const answer = await options.client.send(
      new FilterLogEventsCommand({
        logGroupName,
        filterPattern,
        startTime,
        endTime,
        limit: LINES,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    );
    for (const event of answer.events ?? []) keep(search, options, event);
    if (answer.nextToken === undefined || answer.nextToken === nextToken) return;
    nextToken = answer.nextToken;
  }
}

const isFull = ({ found, bytes }: Search): boolean => found.length >= LINES || bytes >= BYTES;

function keep(search: Search, options: LogLinesOptions, event: FilteredLogEvent): void {
  const message = event.message ?? '';
  if (isFull(search) || !mentions(message, search.cidr)) return;
  const text = options.textOf?.(message) ?? message;
  const size = Buffer.byteLength(text);
  if (search.bytes + size > BYTES) return;
  search.bytes += size;
  search.found.push({ timestamp: event.timestamp ?? 0, text });
}
