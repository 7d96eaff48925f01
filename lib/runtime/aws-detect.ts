import { createDetect } from '../app/detect/detect';
import type { DetectPorts } from '../app/detect/ports';
import { watchedLogGroups } from '../core/subscription';
import { dynamoBans } from '../stores/dynamodb/bans';
import { dynamoBansMade } from '../stores/dynamodb/bans-made';
import { dynamoChanges } from '../stores/dynamodb/changes';
import { dynamoClient } from '../stores/dynamodb/client';
import { dynamoCounters } from '../stores/dynamodb/counters';
import { dynamoSessions } from '../stores/dynamodb/sessions';
import { batchMetrics } from './batch-metrics';
import { detectHandler } from './detect-handler';
import { readEnvironment } from './environment';
import { withFailedDeliveries } from './failed-deliveries';
import { createObserver } from './observer';
import { loadRuleset } from './ruleset-file';
import { tuneV8 } from './v8-flags';
import { wallClock } from './wall-clock';

/** Tries of one table request; a batch that still fails is delivered again by Lambda. */
const ATTEMPTS = 5;

/** The detect function as it is deployed: made once, at cold start. */
export function awsDetect() {
  tuneV8();
  const environment = readEnvironment(process.env);
  const table = { client: dynamoClient(ATTEMPTS), name: environment.table };
  const ruleset = loadRuleset();
  const { log, metrics, emit, onUnreadable } = createObserver(environment);
  const ports: DetectPorts = {
    ...{ counters: dynamoCounters(table), sessions: dynamoSessions(table, wallClock) },
    ...{ bans: dynamoBans(table, { clock: wallClock, onUnreadable }), changes: dynamoChanges(table) },
    bansMade: dynamoBansMade(table),
    ...{ emit, failures: 'counted', count: metrics.count, arrival: wallClock, random: Math.random, resolve },
  };
  const detect = detectHandler({
    detect: createDetect(ports, ruleset),
    ownAccount: environment.ownAccount,
    logGroups: new Set(watchedLogGroups(ruleset.jails).map(({ name }) => name)),
    onRefused: (reason, events) => log.say('WARNING', reason, { events }),
    onDetected: batchMetrics(ruleset, metrics, wallClock),
    flush: metrics.flush,
  });
  return withFailedDeliveries(detect, (message) => log.say('ERROR', message));
}

/**
 * All addresses of a host name; none when it has none or the resolver does not answer. Few jails ask: what resolves names is
 * loaded when one does.
 */
async function resolve(host: string): Promise<readonly string[]> {
  try {
    const { lookup } = await import('node:dns/promises');
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
