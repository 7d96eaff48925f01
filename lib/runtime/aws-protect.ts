import { EC2Client } from '@aws-sdk/client-ec2';
import { refreshOwnRanges } from '../app/own-ranges';
import { dynamoChanges } from '../stores/dynamodb/changes';
import { dynamoClient } from '../stores/dynamodb/client';
import { answerCloudFormation } from './cloudformation-answer';
import { readEnvironment } from './environment';
import { createLog } from './log';
import { ec2OwnRanges } from './own-ranges-ec2';
import { protectHandler } from './protect-handler';
import { wallClock } from './wall-clock';

const ATTEMPTS = 5;

/** The protect function as it is deployed. */
export function awsProtect() {
  const { table } = readEnvironment(process.env);
  const { say } = createLog();
  const lookUp = ec2OwnRanges(new EC2Client({ maxAttempts: ATTEMPTS }), process.env.AWS_REGION ?? '');
  const changes = dynamoChanges({ client: dynamoClient(ATTEMPTS), name: table });
  return protectHandler({
    refresh: () => refreshOwnRanges({ lookUp, changes, clock: wallClock }),
    onReport: ({ changed, ranges, failed }) => {
      if (changed) say('NOTICE', 'our own ranges changed', { ranges });
      for (const [source, error] of failed) say('WARNING', `${source} not looked up: ${error.message}`);
    },
    answer: answerCloudFormation,
  });
}
