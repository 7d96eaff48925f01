import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  DescribeSubscriptionFiltersCommand,
  FilterLogEventsCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { DoctorAws } from '../doctor/aws';
import type { Place } from './aws-failure';
import { inWords } from './in-words';

/** Doctor asks many things at once: CloudWatch Logs answers a few Describe requests a second. */
const ATTEMPTS = 8;
/** TestMetricFilter takes as many messages, FilterLogEvents is asked for as many. */
const SAMPLES = 50;
const STREAMS = 50;

/** AWS as doctor asks it. */
export function doctorAws(place: Place): DoctorAws & { readonly close: () => void } {
  const options = { maxAttempts: ATTEMPTS, ...(place.region !== undefined && { region: place.region }) };
  const logs = new CloudWatchLogsClient({ ...options, retryMode: 'adaptive' });
  const ses = new SESv2Client(options);
  const answers: DoctorAws = {
    subscriptions: (group) =>
      unless('ResourceNotFoundException', async () => {
        const { subscriptionFilters = [] } = await logs.send(
          new DescribeSubscriptionFiltersCommand({ logGroupName: group }),
        );
        return subscriptionFilters.map(({ filterName = '', filterPattern = '', destinationArn = '' }) => ({
          ...{ name: filterName, pattern: filterPattern, destination: destinationArn },
        }));
      }),
    testPattern: (filterPattern, messages) =>
      unless('InvalidParameterException', async () => {
        const logEventMessages = messages.slice(0, SAMPLES);
        const { matches = [] } = await logs.send(new TestMetricFilterCommand({ filterPattern, logEventMessages }));
        // CloudWatch Logs counts events from 1.
        return new Set(matches.map(({ eventNumber = 0 }) => eventNumber - 1));
      }),
    streams: (group) =>
      unless('ResourceNotFoundException', async () => {
        const request = { logGroupName: group, orderBy: 'LastEventTime', descending: true, limit: STREAMS } as const;
        const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand(request));
        return logStreams.map(({ logStreamName = '', lastEventTimestamp }) => ({
          ...{
            name: logStreamName,
            lastEvent: lastEventTimestamp === undefined ? undefined : lastEventTimestamp / 1000,
          },
        }));
      }),
    recent: async (group, since) => (await unless('ResourceNotFoundException', () => recent(logs, group, since))) ?? [],
    mailAccount: async () => {
      const { ProductionAccessEnabled = false, SendingEnabled = false } = await ses.send(new GetAccountCommand({}));
      return { sandbox: !ProductionAccessEnabled, sending: SendingEnabled };
    },
    identity: (name) =>
      unless('NotFoundException', async () => {
        const { VerifiedForSendingStatus = false } = await ses.send(
          new GetEmailIdentityCommand({ EmailIdentity: name }),
        );
        return VerifiedForSendingStatus;
      }),
    time: () => timeOf(logs),
  };
  return {
    ...inWords(answers, place),
    close: () => {
      logs.destroy();
      ses.destroy();
    },
  };
}

/** Pages of a search that may all be empty; more are not looked at. */
const PAGES = 5;

async function recent(logs: CloudWatchLogsClient, logGroupName: string, since: number) {
  const found: { time: number; message: string }[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < PAGES && found.length < SAMPLES; page++) {
    const answer = await logs.send(
      new FilterLogEventsCommand({
        ...{ logGroupName, startTime: Math.floor(since * 1000), limit: SAMPLES },
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    for (const { timestamp = 0, message = '' } of answer.events ?? []) found.push({ time: timestamp / 1000, message });
    if (answer.nextToken === undefined || answer.nextToken === nextToken) break;
    nextToken = answer.nextToken;
  }
  return found.slice(0, SAMPLES);
}

/** The Date header of an answer, whatever it says. */
async function timeOf(logs: CloudWatchLogsClient): Promise<number> {
  let date: string | undefined;
  logs.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      date = (answer.response as { headers?: Record<string, string> }).headers?.date ?? date;
      return answer;
    },
    { step: 'deserialize', name: 'answerDate', override: true },
  );
  await logs.send(new TestMetricFilterCommand({ filterPattern: 'a', logEventMessages: ['a'] }));
  const time = Date.parse(date ?? '');
  if (Number.isNaN(time)) throw new Error('the answer of CloudWatch Logs bears no date');
  return time / 1000;
}

/** @returns undefined when AWS answered with an error of this name: that is an outcome, not a failure. */
async function unless<T>(name: string, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === name) return undefined;
    throw error;
  }
}
