import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import type { Jail, Ruleset } from '../core/ruleset';
import { acknowledge } from './acknowledge';
import type { Sources } from './bundle';
import { Handler } from './handler';
import type { BanTable } from './table';

export interface SharingProps {
  readonly table: BanTable;
  readonly sources: Sources;
  readonly failures: IQueue;
  /** What must stand before the first ban, and until after the last. */
  readonly after: IDependable;
  /** Accounts (twelve digits) and organisations (`o-...`) that may ask for bans, beside this account. @default none */
  readonly senders?: readonly string[] | undefined;
}

const REQUESTED = 'BanRequested';

/**
 * Bans from elsewhere: the event bus on which they are asked for, and announced, and the lists that are fetched. Only
 * what the configuration asks for is made.
 */
export class Sharing extends Construct {
  readonly bus: EventBus | undefined;
  readonly handlers: { readonly [name in 'request' | 'lists']?: Handler };

  constructor(scope: Construct, id: string, props: SharingProps) {
    super(scope, id);
    const { ruleset } = props.sources;
    this.bus = needsBus(ruleset) ? this.makeBus(props.senders ?? []) : undefined;
    // A list of the configuration itself is applied by the deploy (`lib/app/enforce/settle`).
    const listed = ruleset.jails.filter(({ list }) => list && !list.entries);
    this.handlers = {
      ...(this.bus && ruleset.jails.some(({ requests }) => requests) ? { request: this.take(this.bus, props) } : {}),
      ...(listed.length > 0 ? { lists: this.fetch(listed, props) } : {}),
    };
  }

  /** Principals of this account need only their own right to put events; others are let in here, for this kind of event. */
  private makeBus(senders: readonly string[]): EventBus {
    const bus = new EventBus(this, 'Bus', { eventBusName: Stack.of(this).stackName });
    senders.forEach((sender, index) => {
      const organisation = sender.startsWith('o-');
      bus.addToResourcePolicy(
        new PolicyStatement({
          sid: `Sender${index}`,
          principals: [organisation ? new AnyPrincipal() : new AccountPrincipal(sender)],
          actions: ['events:PutEvents'],
          resources: [bus.eventBusArn],
          conditions: {
            StringEquals: {
              'events:detail-type': REQUESTED,
              ...(organisation ? { 'aws:PrincipalOrgID': sender } : {}),
            },
          },
        }),
      );
    });
    return bus;
  }

  private take(eventBus: EventBus, { table, sources, failures, after }: SharingProps): Handler {
    const handler = new Handler(this, 'Request', {
      name: 'request',
      description: 'fail2edge: bans that others ask for on the event bus, onto the table',
      sources,
      memorySize: 256,
      timeout: Duration.minutes(1),
      environment: { table: table.table.tableName },
    });
    table.grant(handler, ['bans'], ['GetItem', 'PutItem']);
    table.grant(handler, ['breakers'], ['UpdateItem']);
    table.grant(handler, ['changes'], ['GetItem']);
    const life = { retryAttempts: 2, maxEventAge: Duration.hours(6) };
    handler.function.configureAsyncInvoke({ ...life, onFailure: new SqsDestination(failures) });
    const rule = new Rule(this, 'Requests', {
      description: 'fail2edge: bans that others ask for',
      eventBus,
      eventPattern: { detailType: [REQUESTED] },
    });
    rule.addTarget(new LambdaFunction(handler.function, { ...life, deadLetterQueue: failures }));
    rule.node.addDependency(after);
    return handler;
  }

  private fetch(jails: readonly Jail[], { table, sources, after }: SharingProps): Handler {
    const handler = new Handler(this, 'Lists', {
      name: 'lists',
      description: 'fail2edge: bans whoever is on an imported list, as long as he is on it',
      sources,
      memorySize: 512,
      timeout: Duration.minutes(5),
      environment: { table: table.table.tableName },
    });
    table.grant(handler, ['bans'], ['GetItem', 'Query', 'PutItem']);
    table.grant(handler, ['changes'], ['GetItem']);
    handler.allow(...objectsOf(jails, Stack.of(this).partition));
    handler.function.configureAsyncInvoke({ retryAttempts: 1, maxEventAge: Duration.minutes(30) });
    const nothingIsLost =
      'A list that was not fetched changes nothing; the next interval fetches it again, an alarm tells';
    acknowledge(handler.function, { 'Serverless-LambdaAsyncFailureDestination': nothingIsLost });
    for (const { name, list } of jails) {
      const rule = new Rule(this, `List ${name}`, {
        description: `fail2edge: the list of jail ${name}`,
        schedule: Schedule.rate(Duration.seconds(list?.interval ?? 3600)),
      });
      const event = RuleTargetInput.fromObject({ jail: name });
      rule.addTarget(
        new LambdaFunction(handler.function, { event, retryAttempts: 1, maxEventAge: Duration.minutes(30) }),
      );
      rule.node.addDependency(after);
      acknowledge(rule, { 'Serverless-EventBusDLQ': nothingIsLost });
    }
    return handler;
  }
}

/** Somebody asks on it, or a target announces on the stack's own. */
const needsBus = ({ jails, targets = [] }: Ruleset): boolean =>
  jails.some(({ requests }) => requests) || targets.some(({ kind, options }) => kind === 'eventbridge' && !options.bus);

function objectsOf(jails: readonly Jail[], partition: string) {
  const objects = jails.flatMap(({ list }) => (list?.location.startsWith('s3://') ? [list.location.slice(5)] : []));
  const resources = [...new Set(objects)].map((object) => `arn:${partition}:s3:::${object}`);
  return resources.length === 0 ? [] : [{ actions: ['s3:GetObject'], resources }];
}
