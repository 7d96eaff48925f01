import { Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Jail, MailAction, Ruleset } from '../core/ruleset';
import type { Target } from '../core/target';
import { logLinesPermissions } from '../notifiers/log-lines';
import { isMailAddress } from '../notifiers/mail/reachable';
import { sesMail } from '../notifiers/ses-mail';
import { snsTopic } from '../notifiers/sns-topic';
import { targets as kinds } from '../notifiers/targets';
import { targetPermissions } from '../notifiers/targets/open';
import { acknowledge } from './acknowledge';
import type { Sources } from './bundle';
import { Handler } from './handler';
import { BAN_ENDED, BAN_IS_LIVE, type BanTable } from './table';
import { TableStream } from './table-stream';

export interface ReportingProps {
  readonly table: BanTable;
  readonly sources: Sources;
  readonly topic: ITopic;
  readonly failures: IQueue;
  /** Sends in place of the jails' own senders. */
  readonly sender?: string | undefined;
  /** ARN of the stack's own event bus. */
  readonly bus?: string | undefined;
  /** How long new bans are gathered for one report; at most 300 s. @default 60 s */
  readonly digest?: Duration | undefined;
}

/** Mails and notices about new bans. It holds no edge, and nothing that bans ever waits for it. */
export class Reporting extends Construct {
  readonly handler: Handler;

  constructor(scope: Construct, id: string, props: ReportingProps) {
    super(scope, id);
    const { table, sources, topic, sender, digest = Duration.seconds(60) } = props;
    this.handler = new Handler(this, 'Handler', {
      name: 'report',
      description: 'fail2edge: reports new bans by mail and to the topic',
      sources,
      memorySize: 512,
      timeout: Duration.minutes(5),
      environment: {
        table: table.table.tableName,
        reportTopic: topic.topicArn,
        ownAccount: Stack.of(this).account,
        ...(sender ? { sender } : {}),
        ...(props.bus ? { bus: props.bus } : {}),
      },
    });
    // The bans themselves come with the stream.
    table.grant(this.handler, ['changes'], ['GetItem']);
    table.grant(this.handler, ['reports'], ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    this.grantSinks(sources.ruleset.jails, topic, sender);
    const { targets = [] } = sources.ruleset;
    this.grantTargets(targets, props);
    new TableStream(this, 'Stream', {
      table,
      handler: this.handler,
      filters: [...BAN_IS_LIVE, ...(targets.some(({ kind }) => kinds[kind].tellsEnds) ? BAN_ENDED : [])],
      window: digest,
      failures: props.failures,
    });
    this.sendWhatWaits();
  }

  private grantSinks(jails: readonly Jail[], topic: ITopic, sender: string | undefined): void {
    const mails = jails.flatMap(({ mail }) => (mail ? [mail] : []));
    const stack = Stack.of(this);
    const groups = new Set(jails.flatMap((jail) => (jail.mail?.lines ? jail.loggroup : [])));
    this.handler.allow(...snsTopic.permissions({ topicArn: topic.topicArn }));
    this.handler.allow(
      ...logLinesPermissions(
        [...groups].map((name) => stack.formatArn({ service: 'logs', resource: `log-group:${name}` })),
      ),
    );
    const [senders, recipients] = addresses(mails, sender);
    if (senders.length === 0 || recipients.length === 0) return;
    const arnPrefix = `arn:${stack.partition}:ses:${stack.region}:${stack.account}`;
    this.handler.allow(...sesMail.permissions({ arnPrefix, senders, recipients }));
  }

  private grantTargets(targets: readonly Target[], { table, sources, bus }: ReportingProps): void {
    const { partition, region, account } = Stack.of(this);
    for (const target of targets) {
      this.handler.allow(...targetPermissions(target, { partition, region, account, bus }));
    }
    if (targets.some(({ kind }) => kind === 's3')) table.grant(this.handler, ['bans'], ['Query']);
    const groups = [...groupsOfTargets(sources.ruleset)].map((name) =>
      Stack.of(this).formatArn({ service: 'logs', resource: `log-group:${name}` }),
    );
    this.handler.allow(...logLinesPermissions(groups));
  }

  /** What the hourly cap held back goes out later, though no new ban calls. */
  private sendWhatWaits(): void {
    const rule = new Rule(this, 'Waiting', {
      description: 'fail2edge: sends the reports that waited',
      schedule: Schedule.rate(Duration.minutes(10)),
    });
    rule.addTarget(new LambdaFunction(this.handler.function, { retryAttempts: 0 }));
    this.handler.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(10) });
    const nothingIsLost = 'What waits lies on the table: ten minutes later the next call finds it there';
    acknowledge(rule, { 'Serverless-EventBusDLQ': nothingIsLost });
    acknowledge(this.handler.function, { 'Serverless-LambdaAsyncFailureDestination': nothingIsLost });
  }
}

/** Log groups out of which a target quotes lines. */
function groupsOfTargets({ jails, targets = [] }: Ruleset): ReadonlySet<string> {
  const quoting = new Set(targets.flatMap(({ name, kind }) => (kinds[kind].wants.lines ? [name] : [])));
  return new Set(jails.flatMap((jail) => (jail.targets?.some((name) => quoting.has(name)) ? jail.loggroup : [])));
}

/** Senders and recipients SES can be asked about; stock fail2ban's own `root@localhost` is none of them. */
function addresses(
  mails: readonly MailAction[],
  sender: string | undefined,
): [senders: string[], recipients: string[]] {
  const usable = (found: readonly string[]) => [...new Set(found.filter(isMailAddress))];
  return [usable(mails.map((mail) => sender ?? mail.sender)), usable(mails.flatMap((mail) => mail.destemail))];
}
