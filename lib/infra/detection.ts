import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { FilterPattern, type ILogGroup, LogGroup, RetentionDays, SubscriptionFilter } from 'aws-cdk-lib/aws-logs';
import { LambdaDestination } from 'aws-cdk-lib/aws-logs-destinations';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { subscriptionPattern as neededPattern } from '../config/subscription/pattern';
import type { Jail } from '../core/ruleset';
import { type WatchedLogGroup, watchedLogGroups } from '../core/subscription';
import type { Sources } from './bundle';
import { Handler } from './handler';
import type { BanTable } from './table';

export interface DetectionProps {
  readonly table: BanTable;
  readonly sources: Sources;
  readonly failures: IQueue;
  /** What must stand before the first line comes in, and until after the last. */
  readonly after: IDependable;
  /** What CloudWatch Logs is told to deliver of a group these jails read; '' is everything. @default what they need */
  readonly subscriptionPattern?: (jails: readonly Jail[]) => string;
  /** Makes the log groups; else they must be there. @default false */
  readonly createLogGroups?: boolean;
}

/**
 * Log groups that get a permission of their own: all permissions of a function together may have 20 KB (Lambda quota).
 * Beyond it CloudWatch Logs may call for every group of this account and Region.
 */
const OWN_PERMISSIONS = 30;

/** Log lines in, bans on the table. It may write the table and nothing else: what reads hostile text holds no edge. */
export class Detection extends Construct {
  readonly handler: Handler;
  readonly subscriptions: readonly SubscriptionFilter[];

  constructor(scope: Construct, id: string, props: DetectionProps) {
    super(scope, id);
    this.handler = new Handler(this, 'Handler', {
      name: 'detect',
      description: 'fail2edge: finds failures in log lines, counts them, writes bans to the table',
      sources: props.sources,
      memorySize: 1024,
      timeout: Duration.minutes(1),
      environment: { table: props.table.table.tableName, ownAccount: Stack.of(this).account },
    });
    props.table.grant(this.handler, ['changes'], ['GetItem']);
    props.table.grant(this.handler, ['counters', 'bans', 'sessions'], ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    this.handler.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(props.failures),
    });
    const groups = watchedLogGroups(props.sources.ruleset.jails);
    const destination = this.destination(groups.length);
    this.subscriptions = groups.map((group) => this.subscribe(group, destination, props));
  }

  private destination(groups: number): LambdaDestination {
    if (groups <= OWN_PERMISSIONS) return new LambdaDestination(this.handler.function);
    this.handler.function.addPermission('LogGroups', {
      principal: new ServicePrincipal('logs.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({ service: 'logs', resource: 'log-group:*' }),
    });
    return new LambdaDestination(this.handler.function, { addPermissions: false });
  }

  private subscribe(group: WatchedLogGroup, destination: LambdaDestination, props: DetectionProps): SubscriptionFilter {
    const { subscriptionPattern = neededLines } = props;
    const subscription = new SubscriptionFilter(this, `Subscription ${group.name}`, {
      logGroup: this.logGroup(group.name, props.createLogGroups ?? false),
      destination,
      // A group takes two filters and a new name is made before the old one goes: the name must never change.
      filterName: Stack.of(this).stackName,
      filterPattern: FilterPattern.literal(subscriptionPattern(group.jails)),
    });
    subscription.node.addDependency(props.after, this.handler);
    return subscription;
  }

  private logGroup(logGroupName: string, create: boolean): ILogGroup {
    const id = `Group ${logGroupName}`;
    if (!create) return LogGroup.fromLogGroupName(this, id, logGroupName);
    return new LogGroup(this, id, {
      logGroupName,
      retention: RetentionDays.ONE_MONTH,
      // A first deploy that failed takes them away again: the next one could not make a group of that name.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}

function neededLines(jails: readonly Jail[]): string {
  const needed = neededPattern(jails);
  return needed.kind === 'pattern' ? needed.pattern : '';
}
