import { S3Client } from '@aws-sdk/client-s3';
import { createLiveRules } from '../app/run-time/live-rules';
import { applyList } from '../app/share/apply-list';
import { dynamoBans } from '../stores/dynamodb/bans';
import { dynamoChanges } from '../stores/dynamodb/changes';
import { dynamoClient } from '../stores/dynamodb/client';
import { readEnvironment } from './environment';
import { listText } from './list-text';
import { listsHandler } from './lists-handler';
import { createObserver } from './observer';
import { loadRuleset } from './ruleset-file';
import { wallClock } from './wall-clock';

const ATTEMPTS = 5;
/** Milliseconds a list may take to come. */
const TIMEOUT = 30_000;

/** The lists function as it is deployed. */
export function awsLists() {
  const environment = readEnvironment(process.env);
  const { log, metrics, emit } = createObserver(environment);
  const table = { client: dynamoClient(ATTEMPTS), name: environment.table };
  const live = createLiveRules(dynamoChanges(table), loadRuleset(), 0);
  const ports = { bans: dynamoBans(table), clock: wallClock, random: Math.random, emit };
  return listsHandler({
    ruleset: () => live.at(wallClock()),
    textOf: listText(() => new S3Client({ maxAttempts: ATTEMPTS }), { loopback: false, timeout: TIMEOUT }),
    apply: (ruleset, jail, entries) => applyList(ports, ruleset, jail, entries),
    onReport: (jail, report) => log.say('NOTICE', 'list applied', { jail, ...report }),
    flush: metrics.flush,
  });
}
