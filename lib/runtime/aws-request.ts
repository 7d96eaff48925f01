import { createBreaker } from '../app/detect/breaker';
import { createLiveRules } from '../app/run-time/live-rules';
import { requestBan } from '../app/share/request-ban';
import { dynamoBans } from '../stores/dynamodb/bans';
import { dynamoBansMade } from '../stores/dynamodb/bans-made';
import { dynamoChanges } from '../stores/dynamodb/changes';
import { dynamoClient } from '../stores/dynamodb/client';
import { readEnvironment } from './environment';
import { createObserver } from './observer';
import { requestHandler } from './request-handler';
import { loadRuleset } from './ruleset-file';
import { wallClock } from './wall-clock';

const ATTEMPTS = 5;

/** Seconds after which what operators changed is read anew. */
const CHANGES_LIFE = 30;

/** The request function as it is deployed. */
export function awsRequest() {
  const environment = readEnvironment(process.env);
  const { log, metrics, emit } = createObserver(environment);
  const table = { client: dynamoClient(ATTEMPTS), name: environment.table };
  const live = createLiveRules(dynamoChanges(table), loadRuleset(), CHANGES_LIFE);
  const ports = {
    bans: dynamoBans(table),
    clock: wallClock,
    random: Math.random,
    emit,
    breaker: createBreaker(dynamoBansMade(table)),
  };
  return requestHandler({
    requestBan: async (request, time) => requestBan(ports, await live.at(wallClock()), request, time),
    clock: wallClock,
    onRefused: (why, by) => log.say('WARNING', 'a request to ban was refused', { why, by }),
    flush: metrics.flush,
  });
}
