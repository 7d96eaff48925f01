import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AccountError, accountError } from './aws-failure';
import { chooseAccount } from './environment';

/** An event of a log group, as CloudWatch Logs keeps it. */
export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
  readonly stream: string;
}

export interface LogQuery {
  readonly group: string;
  /** Milliseconds since the epoch, both included. */
  readonly from: number;
  readonly to: number;
  /** CloudWatch's filter pattern; undefined: every event. */
  readonly pattern: string | undefined;
}

export interface LogReader {
  /** The events of a group in the order CloudWatch Logs gives them, a page at a time; the next page is asked for early. */
  readonly read: (query: LogQuery) => AsyncGenerator<readonly LogEvent[]>;
  readonly close: () => void;
}

/** FilterLogEvents answers 5 requests a second in an account and Region: who is told to wait waits, and asks again. */
const ATTEMPTS = 12;
/** Of events in a page (FilterLogEvents); 1 MB at most, whatever is less. */
const PAGE = 10_000;

/** Opens CloudWatch Logs; account and Region are chosen as the AWS CLI does. */
export function openLogs(values: {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}): LogReader {
  const chosen = {
    ...(values.region && { region: values.region }),
    ...(values.profile && { profile: values.profile }),
  };
  const region = chooseAccount(chosen, process.env);
  const client = new CloudWatchLogsClient({
    ...{ maxAttempts: ATTEMPTS, retryMode: 'adaptive' },
    ...(region !== undefined && { region }),
  });
  return {
    read: (query) => pages(client, query, region),
    close: () => client.destroy(),
  };
}

async function* pages(
  client: CloudWatchLogsClient,
  query: LogQuery,
  region: string | undefined,
): AsyncGenerator<readonly LogEvent[]> {
  let next: Promise<Page> | undefined = ask(client, query, undefined);
  while (next) {
    const page: Page = await next.catch((error: unknown) => {
      throw failure(error, query.group, region);
    });
    next = page.token === undefined ? undefined : ask(client, query, page.token);
    // Whoever reads on hears of its failure; who stops here does not care.
    next?.catch(() => undefined);
    if (page.events.length > 0) yield page.events;
  }
}

interface Page {
  readonly events: readonly LogEvent[];
  readonly token: string | undefined;
}

async function ask(
  client: CloudWatchLogsClient,
  { group, from, to, pattern }: LogQuery,
  token: string | undefined,
): Promise<Page> {
  const { events = [], nextToken } = await client.send(
    new FilterLogEventsCommand({
      ...(group.startsWith('arn:') ? { logGroupIdentifier: group } : { logGroupName: group }),
      ...{ startTime: Math.max(0, Math.floor(from)), endTime: Math.ceil(to), limit: PAGE },
      ...(pattern !== undefined && { filterPattern: pattern }),
      ...(token !== undefined && { nextToken: token }),
    }),
  );
  return {
    events: events.map(({ timestamp = 0, message = '', logStreamName = '' }) => ({
      ...{ timestamp, message, stream: logStreamName },
    })),
    token: nextToken === token ? undefined : nextToken,
  };
}

/** What is said of a table does not hold for a log group. */
function failure(thrown: unknown, group: string, region: string | undefined): unknown {
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: '' };
  const where = region ?? 'this Region';
  if (name === 'ResourceNotFoundException') {
    return new AccountError(`there is no log group ${group} in ${where}: look at --logs, --region and --profile`, {
      cause: thrown,
    });
  }
  if (name.startsWith('AccessDenied')) {
    return new AccountError(`AWS denies it: ${message}; replay --logs needs logs:FilterLogEvents on ${group}`);
  }
  if (name === 'InvalidParameterException')
    return new AccountError(`CloudWatch Logs does not understand it: ${message}`);
  return accountError(thrown, { stack: '', table: undefined, region });
}
