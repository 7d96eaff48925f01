import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';

export interface StoredEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

export interface LogsAccount {
  readonly groups: Readonly<Record<string, readonly StoredEvent[]>>;
  /** Events looked at (not found) for one page: small ones give the empty pages that the service gives. */
  readonly pageSize: number;
}

/** FilterLogEvents with a single quoted term, both times included, pages that may be empty, and no group that is not there. */
export function fakeLogs({ groups, pageSize }: LogsAccount) {
  const requests: FilterLogEventsCommandInput[] = [];
  const client = mockClient(CloudWatchLogsClient);
  client.on(FilterLogEventsCommand).callsFake((input: FilterLogEventsCommandInput) => {
    requests.push(input);
    const events = groups[input.logGroupName ?? ''];
    if (!events) throw named('ResourceNotFoundException', 'The specified log group does not exist.');
    return pageOf(events, Number(input.nextToken ?? 0), pageSize, searchOf(input));
  });
  return { client: client as unknown as CloudWatchLogsClient, requests, restore: () => client.restore() };
}

interface Search {
  readonly limit: number;
  readonly finds: (event: StoredEvent) => boolean;
}

function searchOf(input: FilterLogEventsCommandInput): Search {
  const term = /^"([^"]+)"$/.exec(input.filterPattern ?? '')?.[1];
  if (term === undefined) throw named('InvalidParameterException', 'Invalid filter pattern');
  const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit = 10_000 } = input;
  if (limit < 1 || limit > 10_000 || startTime > endTime) throw named('InvalidParameterException', 'Out of range');
  const inside = (timestamp: number) => timestamp >= startTime && timestamp <= endTime;
  return { limit, finds: ({ timestamp, message }) => inside(timestamp) && message.includes(term) };
}

function pageOf(events: readonly StoredEvent[], start: number, size: number, { limit, finds }: Search) {
  const found: StoredEvent[] = [];
  let next = start;
  while (next < events.length && next < start + size && found.length < limit) {
    const event = events[next];
    if (event && finds(event)) found.push(event);
    next++;
  }
  return { events: found, ...(next < events.length ? { nextToken: `${next}` } : {}) };
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
