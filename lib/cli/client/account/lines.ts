import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { LogLines } from '../../../core/report';
import { cloudWatchLogLines } from '../../../notifiers/log-lines';
import { shownText } from '../../../sources/journald';
import type { Place } from './aws-failure';
import { inWords } from './in-words';

const ATTEMPTS = 4;

/** Log lines from CloudWatch Logs; a journal record is shown as the line the filters saw. */
export function deployedLines(place: Place): LogLines {
  const client = new CloudWatchLogsClient({
    maxAttempts: ATTEMPTS,
    ...(place.region !== undefined && { region: place.region }),
  });
  return inWords(cloudWatchLogLines({ client, textOf: shownText }), place);
}
