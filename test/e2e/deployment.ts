import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DescribeLogGroupsCommand, DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { lift } from '../../lib/app/enforce/lift';
import { resolveRuleset } from '../../lib/config/ruleset';
import { openTree } from '../../lib/config/tree';
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

/** The stack, through the commands of the README and the interfaces an operator has. `folder` takes what is built. */
export function deployment(root: string, folder: string, emulator: Emulator, account: Account) {
  const { aws, acl, sets } = account;
  const config = join(folder, 'fail2ban');
  cpSync(join(root, 'test/e2e/etc'), config, { recursive: true });
  const outputs = join(folder, 'outputs.json');
  const context = [
    ...[`config=${config}`, `networkAcl=${acl}`, `ipSets=${sets.join(',')}`, 'createLogGroups=true', 'retain=false'],
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
  const tableName = (): string => JSON.parse(readFileSync(outputs, 'utf8')).Fail2edge.TableName;
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
      const data = { messageType: 'DATA_MESSAGE', owner: ACCOUNT, logGroup: AUTH, logStream: 'web1' };
      const payload = { ...data, subscriptionFilters: ['Fail2edge'], logEvents: events };
      const body = JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(payload)).toString('base64') } });
      const answer = await fetch(`${emulator.endpoint}/2015-03-31/functions/${name}/invocations`, {
        ...{ method: 'POST', body },
      });
      const reply = (await answer.json()) as { kind?: string };
      if (reply.kind !== 'detected') throw new Error(`detect answered ${JSON.stringify(reply)}`);
    },
    /** An operator lifts a ban: its ticket is over from now on. */
    unban: async (jail: string, ip: string): Promise<void> => {
      const ban = await bans().get(jail, ip);
      if (ban === undefined) throw new Error(`${ip} is not banned in ${jail}`);
      const { ruleset } = resolveRuleset(openTree(config));
      const clock = Math.floor(Date.now() / 1000);
      await lift({ bans: bans(), emit: () => undefined }, ruleset, ban, {
        ...{ clock, reason: 'manual', still: () => true },
      });
    },
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
