import type { Seconds } from '../core/ruleset';
import { dynamoClient } from '../stores/dynamodb/client';
import { awsEnforcePorts } from './aws-edges';
import { edgeReports } from './edge-reports';
import { type EnforceParts, enforceHandler, expireHandler } from './enforce-handlers';
import { readEnvironment } from './environment';
import { createObserver } from './observer';
import { loadRuleset } from './ruleset-file';

const ATTEMPTS = 5;
/** One edge's run gives up after this, so that the others have their turn within the function's minute. */
const PATIENCE: Seconds = 20;

function parts(): EnforceParts {
  const environment = readEnvironment(process.env);
  const ruleset = loadRuleset();
  const observer = createObserver(environment);
  const { metrics, emit, onUnreadable } = observer;
  const table = { client: dynamoClient(ATTEMPTS), name: environment.table };
  const { edges } = environment;
  const ports = awsEnforcePorts({ table, ruleset, edges, emit, onUnreadable, patience: PATIENCE });
  return {
    ruleset,
    ports,
    onReport: edgeReports(observer, ruleset),
    flush: metrics.flush,
  };
}

/** The enforce function as it is deployed. */
export const awsEnforce = () => enforceHandler(parts());

/** The expire function as it is deployed. */
export const awsExpire = () => expireHandler(parts());
