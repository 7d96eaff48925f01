import type { NetworkAclEntry, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { createDetect } from '../../../lib/app/detect/detect';
import { mayCover } from '../../../lib/app/enforce/edge-rules';
import { type ReportPorts, report } from '../../../lib/app/report';
import type { Edge } from '../../../lib/core/edge';
import type { AppEvent } from '../../../lib/core/event';
import type { LogBatch } from '../../../lib/core/record';
import type { Ruleset, Seconds } from '../../../lib/core/ruleset';
import { ec2NetworkAcls } from '../../../lib/edges/aws/ec2-network-acls';
import { ec2PrefixLists } from '../../../lib/edges/aws/ec2-prefix-lists';
import { ec2SecurityGroups } from '../../../lib/edges/aws/ec2-security-groups';
import { wafIpSets } from '../../../lib/edges/aws/waf-ip-sets';
import { createEdge } from '../../../lib/edges/index';
import { createBuckets } from '../../../lib/edges/run/bucket';
import { canonical } from '../../../lib/edges/run/canonical';
import { type StreamedBans, streamedBans } from '../../../lib/local/stream';
import { cloudWatchLogLines } from '../../../lib/notifiers/log-lines';
import { sesMail } from '../../../lib/notifiers/ses-mail';
import { snsTopic } from '../../../lib/notifiers/sns-topic';
import { detectHandler } from '../../../lib/runtime/detect-handler';
import { type EnforceParts, enforceHandler, expireHandler } from '../../../lib/runtime/enforce-handlers';
import { reportHandler } from '../../../lib/runtime/report-handler';
import { encodeSubscription } from '../../../lib/sources/cloudwatch-logs';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { dynamoBuckets } from '../../../lib/stores/dynamodb/buckets';
import { dynamoCounters } from '../../../lib/stores/dynamodb/counters';
import { dynamoEdgeStates } from '../../../lib/stores/dynamodb/edge-states';
import { dynamoMailBudget } from '../../../lib/stores/dynamodb/mail-budget';
import { dynamoOutbox } from '../../../lib/stores/dynamodb/outbox';
import { dynamoRuleMemory } from '../../../lib/stores/dynamodb/rule-memory';
import { dynamoSessions } from '../../../lib/stores/dynamodb/sessions';
import type { Table } from '../../../lib/stores/dynamodb/table';
import { createFaults, type Faults } from '../../edges/support/faults';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakeNetworkAcls } from '../../fakes/aws/ec2-network-acls';
import { fakePrefixLists } from '../../fakes/aws/ec2-prefix-lists';
import { fakeSecurityGroups } from '../../fakes/aws/ec2-security-groups';
import { fakeWaf } from '../../fakes/aws/wafv2';
import { aRecord } from '../../fakes/aws-mail/builders';
import { fakeLogs, type StoredEvent } from '../../fakes/aws-mail/logs';
import { fakeSes } from '../../fakes/aws-mail/ses';
import { fakeSns } from '../../fakes/aws-mail/sns';

export const OWNER = '123456789012';
const TOPIC = `arn:aws:sns:eu-central-1:${OWNER}:reports`;

/** An AWS account whose services are strict fakes, whose table is real; one virtual clock for all of it. */
export type FakeAccount = ReturnType<typeof fakeAccount>;

/** @param start seconds since the epoch at which the account's clock begins. */
export function fakeAccount(start: Seconds) {
  const cloud = fakeCloud();
  const began = cloud.pace.now();
  const clock = (): Seconds => start + cloud.pace.now() - began;
  const logs: Record<string, StoredEvent[]> = {};
  const verified = ['example.com'];
  const services = {
    waf: fakeWaf(cloud),
    acls: fakeNetworkAcls(cloud),
    groups: fakeSecurityGroups(cloud),
    lists: fakePrefixLists(cloud),
    ses: fakeSes({ verified, sandbox: false, clock: () => clock() * 1000 }),
    sns: fakeSns([TOPIC]),
    logs: fakeLogs({ groups: logs, pageSize: 100 }),
  };
  return {
    ...{ cloud, clock, verified, logGroups: logs, ...services },
    tableFaults: createFaults((fault, operation) =>
      Object.assign(new Error(`${operation}: ${fault}`), { name: 'ProvisionedThroughputExceededException' }),
    ),
    mails: services.ses.mails,
    /** Ingress of an ACL, the IP sets, ingress of a group, as sorted text without the ids AWS makes up. */
    state: () => ({
      sets: [...services.waf.sets.values()].map(({ name, addresses }) => `${name}: ${addresses.map(canonical).sort()}`),
      acl: (id: string) =>
        services.acls
          .entries(id)
          .filter(({ Egress }) => !Egress)
          .map(aclLine)
          .sort(byNumber),
      group: (id: string) => services.groups.ingress(id).map(groupLine).sort(),
    }),
    restore: () => {
      for (const service of [services.ses, services.sns, services.logs]) service.restore();
    },
  };
}

const aclLine = ({ RuleNumber, RuleAction, CidrBlock, Ipv6CidrBlock, Protocol, PortRange }: NetworkAclEntry): string =>
  `${RuleNumber} ${RuleAction} ${CidrBlock ?? Ipv6CidrBlock} ${Protocol}${PortRange ? `:${PortRange.From}-${PortRange.To}` : ''}`;

const byNumber = (a: string, b: string) => Number.parseInt(a, 10) - Number.parseInt(b, 10);

const groupLine = (rule: SecurityGroupRule): string => {
  const tags = (rule.Tags ?? []).map(({ Key, Value }) => `${Key}=${Value}`).join();
  const source = rule.CidrIpv4 ?? rule.CidrIpv6 ?? '';
  return `${rule.IpProtocol}:${rule.FromPort}-${rule.ToPort} ${source} ${rule.Description ?? ''} ${tags}`.trim();
};

/** The functions as deployed on an account: what is warm in them lives until they are started anew. */
export function startFunctions(account: FakeAccount, table: Table, ruleset: Ruleset) {
  const { clock } = account;
  const events: AppEvent[] = [];
  const notices: string[] = [];
  const life: Life = { dead: false, dieAfterBan: false };
  const store = mortalTable(table, account.tableFaults, life);
  const bans = mortalBans(streamedBans(dynamoBans(store, { clock })), life);
  const emit = (event: AppEvent) => void events.push(event);
  const detectPorts = {
    ...{ counters: dynamoCounters(store), bans, sessions: dynamoSessions(store, clock), emit, count: () => undefined },
    ...{ arrival: clock, random: () => 0.5, resolve: async () => [] },
  };
  const parts: EnforceParts = {
    ruleset,
    ports: (remaining) => ({
      ...{ bans, edgeStates: dynamoEdgeStates(store), edges, emit, clock, remaining },
    }),
    ...{ onReport: () => undefined, flush: () => undefined },
  };
  const edges = openEdges(account, store, ruleset).map((edge) => mortalEdge(edge, life));
  const ports = reportPorts(account, store);
  return {
    ...{ events, notices, bans },
    dieAfterBan: () => {
      life.dieAfterBan = true;
    },
    detect: detectHandler({
      ...{ detect: createDetect(detectPorts, ruleset), ownAccount: OWNER },
      ...{ onRefused: (reason: string) => void notices.push(reason), flush: () => undefined },
    }),
    enforce: enforceHandler(parts),
    expire: expireHandler(parts),
    report: reportHandler({
      report: (found) => report(ports, ruleset, found),
      ...{
        onNotice: (notice: string) => void notices.push(notice),
        onRefused: () => undefined,
        flush: () => undefined,
      },
    }),
  };
}

function openEdges(account: FakeAccount, table: Table, ruleset: Ruleset): readonly Edge[] {
  const accounts = {
    ipSets: () => wafIpSets(account.waf.client),
    networkAcls: () => ec2NetworkAcls(account.acls.client),
    securityGroups: () => ec2SecurityGroups(account.groups.client),
    prefixLists: () => ec2PrefixLists(account.lists.client),
    ...{
      memory: dynamoRuleMemory(table),
      buckets: createBuckets(),
      sharedBuckets: dynamoBuckets(table),
      mayCover: mayCover(ruleset),
    },
    pace: { ...account.cloud.pace, patience: 20 },
  };
  return ruleset.edges.map((config) => createEdge(config, accounts));
}

function reportPorts(account: FakeAccount, table: Table): ReportPorts {
  return {
    outbox: dynamoOutbox(table),
    budget: dynamoMailBudget(table),
    lines: cloudWatchLogLines({ client: account.logs.client }),
    whois: { of: async (address) => ({ kind: 'found', record: aRecord({ address, abuse: ['abuse@example.net'] }) }) },
    notifiers: [
      sesMail.open({ client: account.ses.client }),
      snsTopic.open({ client: account.sns.client, topicArn: TOPIC }),
    ],
    ...{ clock: account.clock, sender: null, place: 'fail2edge', deadline: () => new AbortController().signal },
  };
}

interface Life {
  dead: boolean;
  dieAfterBan: boolean;
}

function mortalBans(bans: StreamedBans, life: Life): StreamedBans {
  const put: StreamedBans['put'] = async (ban, expiresAt) => {
    const outcome = await bans.put(ban, expiresAt);
    if (!life.dieAfterBan) return outcome;
    Object.assign(life, { dead: true, dieAfterBan: false });
    throw new Error('crash after the ban was written');
  };
  return { ...bans, put };
}

/** The table as a function sees it: it may be throttled beyond all retries, and nobody writes after the function's death. */
function mortalTable({ client, name }: Table, faults: Faults, life: Life): Table {
  const send = (command: Parameters<typeof client.send>[0]) => {
    if (life.dead) return Promise.reject(new Error('dead'));
    return faults.serve(command.constructor.name.replace('Command', ''), () => client.send(command));
  };
  return {
    name,
    client: new Proxy(client, { get: (target, key) => (key === 'send' ? send : Reflect.get(target, key)) }),
  };
}

/** A crash in an edge is the death of the function: nothing is written any more, no lease given back. */
function mortalEdge(edge: Edge, life: Life): Edge {
  const reconcile: Edge['reconcile'] = async (...args) => {
    if (life.dead) throw new Error('dead');
    try {
      return await edge.reconcile(...args);
    } catch (error) {
      if (String(error).includes('crash at')) life.dead = true;
      throw error;
    }
  };
  return { ...edge, reconcile };
}

/** A batch as CloudWatch Logs delivers it; kept in the account's log groups as well, unless it is there. */
export function payloadOf(account: FakeAccount, batch: LogBatch) {
  const group = account.logGroups[batch.logGroup] ?? [];
  account.logGroups[batch.logGroup] = group;
  for (const { timestamp, message } of batch.records) {
    const known = group.some((one) => one.timestamp === timestamp && one.message === message);
    if (!known) group.push({ timestamp, message });
  }
  return encodeSubscription(batch);
}
