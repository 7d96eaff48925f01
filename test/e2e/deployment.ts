import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DescribeLogGroupsCommand, DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { dynamoBans } from '../../lib/stores/dynamodb/bans';
import type { Account } from './account';
import { ACCOUNT, type Emulator } from './ministack';
import { run } from './processes';

export const AUTH = '/fleet/auth';
export const NGINX = '/fleet/nginx';

/** A log event as a subscription delivers it. */
export interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

export type Deployment = ReturnType<typeof deployment>;

/** What a subscription delivers. */
export function payloadOf(logEvents: readonly LogEvent[]) {
  const data = { messageType: 'DATA_MESSAGE', owner: ACCOUNT, logGroup: AUTH, logStream: 'web1' };
  const payload = { ...data, subscriptionFilters: ['Fail2edge'], logEvents };
  return { awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } };
}

/** The stack, through the commands of the README and the interfaces an operator has. `folder` takes what is built. */
export function deployment(root: string, folder: string, emulator: Emulator, account: Account) {
  const { aws, acl, sets, group, list } = account;
  const config = join(folder, 'fail2ban');
  cpSync(join(root, 'test/e2e/etc'), config, { recursive: true });
  const outputs = join(folder, 'outputs.json');
  const context = [
    ...[`config=${config}`, 'createLogGroups=true', 'retain=false'],
    ...[`networkAcl=${acl}`, `ipSets=${sets.join(',')}`, `securityGroup=${group}`, `prefixList=${list}`],
    // The emulator reads `?a ?b` as "a and b".
    'subscriptionPattern=all',
  ];
  const cdk = (...args: readonly string[]): Promise<string> =>
    run(
      process.execPath,
      [
        ...[join(root, 'node_modules/aws-cdk/bin/cdk'), ...args, '--output', join(folder, 'cdk.out')],
        ...context.flatMap((value) => ['-c', value]),
      ],
      emulator.env,
    );
  const output = (name: string): string => JSON.parse(readFileSync(outputs, 'utf8')).Fail2edge[name];
  const tableName = (): string => output('TableName');
  const bans = () => dynamoBans({ client: aws.dynamo, name: tableName() });
  return {
    cdk,
    deploy: () => cdk('deploy', '--require-approval', 'never', '--outputs-file', outputs),
    /** Changes the jail.local that the next deploy reads. */
    configure: (change: (text: string) => string): void => {
      const jails = join(config, 'jail.local');
      writeFileSync(jails, change(readFileSync(jails, 'utf8')));
    },
    ban: (jail: string, ip: string) => bans().get(jail, ip),
    /** Counters and bans, every attribute. */
    items: async (): Promise<string> => {
      const { Items = [] } = await aws.dynamo.send(new ScanCommand({ TableName: tableName(), ConsistentRead: true }));
      const texts = Items.filter(({ pk }) => /^(F|BAN)#/.test(pk?.S ?? '')).map((item) => JSON.stringify(item));
      return texts.sort().join('\n');
    },
    /** CloudWatch Logs delivers these events to the function that its subscription names, and waits for the answer. */
    deliver: async (events: readonly LogEvent[]): Promise<void> => {
      const request = new DescribeSubscriptionFiltersCommand({ logGroupName: AUTH });
      const { subscriptionFilters } = await aws.logs.send(request);
      const name = subscriptionFilters?.[0]?.destinationArn?.split(':').pop();
      const body = JSON.stringify(payloadOf(events));
      const answer = await fetch(`${emulator.endpoint}/2015-03-31/functions/${name}/invocations`, {
        ...{ method: 'POST', body },
      });
      const reply = (await answer.json()) as { kind?: string };
      if (reply.kind !== 'detected') throw new Error(`detect answered ${JSON.stringify(reply)}`);
    },
    /** An operator's command, as the README has it. Answers its standard output. */
    fail2edge: (...args: readonly string[]): Promise<string> =>
      run(process.execPath, [join(root, 'bin/fail2edge.cjs'), ...args, '--config', config], emulator.env),
    failures: failuresOf(emulator, output),
    /** Functions, tables, logs and subscriptions of the stack. */
    remains: async (): Promise<readonly string[]> => {
      const functions = await fetch(`${emulator.endpoint}/2015-03-31/functions/`);
      const { Functions } = (await functions.json()) as { Functions: readonly { FunctionName: string }[] };
      const { TableNames = [] } = await aws.dynamo.send(new ListTablesCommand({}));
      const { logGroups = [] } = await aws.logs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: '/fail2edge/' }),
      );
      const subscriptions = await Promise.all(
        [AUTH, NGINX].map((logGroupName) => aws.logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName }))),
      );
      return [
        ...Functions.map(({ FunctionName }) => FunctionName),
        ...TableNames,
        ...logGroups.map(({ logGroupName }) => logGroupName ?? ''),
        ...subscriptions.flatMap(({ subscriptionFilters = [] }) =>
          subscriptionFilters.map(({ filterName }) => `${filterName}`),
        ),
      ];
    },
  };
}

/** The failures queue, and the way back from it to detect. */
function failuresOf({ endpoint }: Emulator, output: (name: string) => string) {
  const sqs = async (action: string, input: object): Promise<Record<string, unknown>> => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` };
    const body = JSON.stringify({ QueueUrl: output('FailuresUrl'), ...input });
    const answer = await fetch(endpoint, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${action}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  return {
    /** What Lambda leaves there of a delivery that it gave up on. */
    put: (payload: unknown): Promise<unknown> => {
      const requestContext = { condition: 'RetriesExhausted', approximateInvokeCount: 3 };
      const record = { version: '1.0', requestContext, requestPayload: payload };
      return sqs('SendMessage', { MessageBody: JSON.stringify(record) });
    },
    waiting: async (): Promise<number> => {
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
      const { Attributes = {} } = await sqs('GetQueueAttributes', { AttributeNames });
      return Object.values(Attributes as Record<string, string>).reduce((sum, count) => sum + Number(count), 0);
    },
    /** `aws lambda update-event-source-mapping --uuid ... --enabled`, or `--no-enabled`. */
    redeliver: async (Enabled: boolean): Promise<void> => {
      const url = `${endpoint}/2015-03-31/event-source-mappings/${output('RedeliveryId')}`;
      const answer = await fetch(url, { method: 'PUT', body: JSON.stringify({ Enabled }) });
      if (!answer.ok) throw new Error(`UpdateEventSourceMapping: ${await answer.text()}`);
    },
  };
}
