import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { bannedNow } from '../app/operate/banned';
import { type ReportPorts, report } from '../app/report';
import { createLiveRules } from '../app/run-time/live-rules';
import type { OpenTarget } from '../core/report';
import type { Ruleset } from '../core/ruleset';
import { cloudWatchLogLines } from '../notifiers/log-lines';
import { registries } from '../notifiers/registries';
import { sesMail } from '../notifiers/ses-mail';
import { snsTopic } from '../notifiers/sns-topic';
import { awsTargetTools } from '../notifiers/targets/aws-tools';
import { openTarget } from '../notifiers/targets/open';
import { tcpWhois } from '../notifiers/whois/tcp';
import { shownText } from '../sources/journald';
import { dynamoBans } from '../stores/dynamodb/bans';
import { dynamoChanges } from '../stores/dynamodb/changes';
import { dynamoClient } from '../stores/dynamodb/client';
import { dynamoMailBudget } from '../stores/dynamodb/mail-budget';
import { dynamoOutbox } from '../stores/dynamodb/outbox';
import { dynamoReported } from '../stores/dynamodb/reported';
import type { Table } from '../stores/dynamodb/table';
import { dynamoWhoisCache } from '../stores/dynamodb/whois-cache';
import { type Environment, readEnvironment } from './environment';
import { createObserver } from './observer';
import { reportHandler } from './report-handler';
import { loadRuleset } from './ruleset-file';
import { wallClock } from './wall-clock';

const ATTEMPTS = 5;
/** Milliseconds one registry may take, and all lookups of a run together. */
const ONE_LOOKUP = 5_000;
const ALL_LOOKUPS = 60_000;

/** Seconds after which what operators changed is read anew. */
const CHANGES_LIFE = 60;

/** The report function as it is deployed. */
export function awsReport() {
  const environment = readEnvironment(process.env);
  const ruleset = loadRuleset();
  const { log, metrics } = createObserver(environment);
  const table = { client: dynamoClient(ATTEMPTS), name: environment.table };
  const ports = { ...reportPorts(environment, table), targets: openTargets(environment, table, ruleset) };
  const live = createLiveRules(dynamoChanges(table), ruleset, CHANGES_LIFE);
  return reportHandler({
    report: async (bans) => report(ports, await live.at(wallClock()), bans),
    onNotice: (notice) => log.say('WARNING', notice),
    onRefused: metrics.refused,
    flush: metrics.flush,
  });
}

function reportPorts(environment: Environment, table: Table): ReportPorts {
  const lookup = {
    ...{ fetch, net: tcpWhois, cache: dynamoWhoisCache(table), clock: wallClock },
    deadline: () => AbortSignal.timeout(ONE_LOOKUP),
  };
  return {
    outbox: dynamoOutbox(table),
    budget: dynamoMailBudget(table),
    notifiers: [
      sesMail.open({ client: new SESv2Client({ maxAttempts: ATTEMPTS }) }),
      snsTopic.open({ client: new SNSClient({ maxAttempts: ATTEMPTS }), topicArn: environment.reportTopic }),
    ],
    whois: registries(lookup),
    lines: cloudWatchLogLines({ client: new CloudWatchLogsClient({ maxAttempts: ATTEMPTS }), textOf: shownText }),
    clock: wallClock,
    sender: environment.sender ?? null,
    place: environment.stack,
    deadline: () => AbortSignal.timeout(ALL_LOOKUPS),
  };
}

function openTargets(environment: Environment, table: Table, ruleset: Ruleset): readonly OpenTarget[] {
  const reported = dynamoReported(table);
  const live = () => bannedNow({ bans: dynamoBans(table), clock: wallClock });
  const tools = awsTargetTools({ reported, live, bus: () => environment.bus, clock: wallClock });
  return (ruleset.targets ?? []).map((target) => openTarget(target, tools));
}
