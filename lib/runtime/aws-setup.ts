import { WAFV2Client } from '@aws-sdk/client-wafv2';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { EdgeConfig, Seconds } from '../core/ruleset';
import { leftBehind, presentEdges } from '../edges/left-behind';
import type { Unreadable } from '../stores/dynamodb/bans';
import { dynamoClient } from '../stores/dynamodb/client';
import { dynamoDeployedEdges } from '../stores/dynamodb/deployed-edges';
import { openAwsEdges } from './aws-edges';
import { bansProvider } from './bans-provider';
import { answerCloudFormation } from './cloudformation-answer';
import { answerCustomResource, type Provider } from './custom-resource';
import { readEnvironment } from './environment';
import type { Invocation } from './invocation';
import { ipSetProvider } from './ip-set-provider';
import { createLog } from './log';
import { withNewRoles } from './new-role';
import { loadRuleset } from './ruleset-file';
import { BANS, IP_SET } from './setup-resource';

const ATTEMPTS = 8;
/** A deploy may wait: an account full of bans is compared as a whole. */
const PATIENCE: Seconds = 300;

/** The deployment's function: answers the stack's custom resources. */
export function awsSetup() {
  const environment = readEnvironment(process.env);
  const ruleset = loadRuleset();
  const table = { client: dynamoClient(ATTEMPTS), name: environment.table };
  const { emit, say } = createLog();
  const onUnreadable = ({ jail, message }: Unreadable) => say('ERROR', message, { jail });
  const ipSets = ipSetProvider((scope) =>
    scope === 'CLOUDFRONT'
      ? new WAFV2Client({ region: 'us-east-1', maxAttempts: ATTEMPTS })
      : new WAFV2Client({ maxAttempts: ATTEMPTS }),
  );
  return async (event: CloudFormationCustomResourceEvent, invocation: Invocation): Promise<void> => {
    const remaining = () => invocation.getRemainingTimeInMillis() / 1000;
    const open = (edges: readonly EdgeConfig[]) =>
      openAwsEdges({ table, ruleset, edges, emit, onUnreadable, patience: PATIENCE });
    const { accounts } = open([]);
    const bans = bansProvider({
      ruleset,
      open: (edges) => open(edges).ports(remaining),
      deployed: dynamoDeployedEdges(table),
      present: (edges) => presentEdges(edges, accounts),
      leftBehind: (before, now) => leftBehind(before, now, accounts),
      warn: (message) => say('WARNING', message),
    });
    const patient = { [IP_SET]: withNewRoles(ipSets), [BANS]: withNewRoles(bans) };
    const providers = patient as Readonly<Record<string, Provider<unknown>>>;
    await answerCustomResource(event, providers, { answer: answerCloudFormation, remaining });
  };
}
