import type { Seconds } from '../core/ruleset';
import { dynamoClient } from '../stores/dynamodb/client';
import { awsEnforcePorts } from './aws-edges';
import { edgeReports } from './edge-reports';
import { type EnforceParts, enforceHandler, expireHandler } from './enforce-handlers';
import { readEnvironment } from './environment';
import { createObserver } from './observer';
import { loadRuleset } from './ruleset-file';

const ATTEMPTS = 5;
/** An edge's run gives up after this: what changes meanwhile waits behind it in the stream. */
const KICKED: Seconds = 45;
/** By the minute there is time: fifty IP sets, each read and written in its turn, take that long. */
const BY_THE_MINUTE: Seconds = 150;

function parts(patience: Seconds): EnforceParts {
  const environment = readEnvironment(process.env);
  const ruleset = loadRuleset();
  const observer = createObserver(environment);
  const { metrics, emit, onUnreadable } = observer;
  const table = { client: dynamoClient(ATTEMPTS), name: environment.table };
  const { edges } = environment;
  const ports = awsEnforcePorts({ table, ruleset, edges, emit, onUnreadable, patience });
  return {
    ruleset,
    ports,
    onReport: edgeReports(observer, ruleset),
    flush: metrics.flush,
  };
}

/** The enforce function as it is deployed. */
export const awsEnforce = () => enforceHandler(parts(KICKED));

/** The expire function as it is deployed. */
export const awsExpire = () => expireHandler(parts(BY_THE_MINUTE));
