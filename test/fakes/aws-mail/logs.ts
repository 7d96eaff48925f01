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
    const term = /^"([^"]+)"$/.exec(input.filterPattern ?? '')?.[1];
    if (term === undefined) throw named('InvalidParameterException', 'Invalid filter pattern');
    const { startTime = 0, endTime = Number.MAX_SAFE_INTEGER, limit = 10_000 } = input;
    if (limit < 1 || limit > 10_000 || startTime > endTime) throw named('InvalidParameterException', 'Out of range');
    const start = input.nextToken === undefined ? 0 : Number(input.nextToken);
    const page = events.slice(start, start + pageSize);
    const found = page.filter(
      ({ timestamp, message }) => timestamp >= startTime && timestamp <= endTime && message.includes(term),
    );
    const next = start + pageSize;
    return { events: found.slice(0, limit), ...(next < events.length ? { nextToken: `${next}` } : {}) };
  });
  return { client: client as unknown as CloudWatchLogsClient, requests, restore: () => client.restore() };
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
