import { Annotations } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EdgeConfig } from '../core/ruleset';
import { Detection } from './detection';
import { idsOf } from './edge-ids';
import { Enforcement } from './enforcement';
import { Expiry } from './expiry';
import { Failures } from './failures';
import { IpSets } from './ip-sets';
import { Notices } from './notices';
import { Observability } from './observability';
import { Outputs } from './outputs';
import type { PlacedEdge } from './placed-edge';
import { type Plan, planOf } from './plan';
import type { Fail2edgeProps } from './props';
import { Protection } from './protection';
import { Redelivery } from './redelivery';
import { Reporting } from './reporting';
import { RuleGroup } from './rule-group';
import { Setup } from './setup';
import { Sharing } from './sharing';
import { BanTable } from './table';
import { associate, WebAcl } from './web-acl';

/**
 * fail2ban at the cloud's edge: log groups in, bans on a table, edges that follow it. One a stack: its functions' logs are
 * named after the stack.
 */
export class Fail2edge extends Construct {
  readonly table: BanTable;
  readonly notices: Notices;
  readonly failures: Failures;
  /** Block what the IP sets hold that the stack made; one for each aws-waf edge without IP sets of its own. */
  readonly ruleGroups: RuleGroup[] = [];
  readonly redelivery: Redelivery;

  /** @throws DeploymentError, ConfigurationError: everything that keeps these properties from being deployed. */
  constructor(scope: Construct, id: string, props: Fail2edgeProps) {
    super(scope, id);
    const plan = planOf(props);
    const { sources } = plan;
    const { ruleset } = sources;
    this.tell(plan);

    this.table = new BanTable(this, 'Bans', { retain: props.retain ?? true });
    this.failures = new Failures(this, 'Failures');
    const { table } = this;
    const { queue } = this.failures;
    this.notices = new Notices(this, 'Notices', { notify: props.notify, failures: queue });
    const { topic } = this.notices;

    const setup = new Setup(this, 'Setup', { table, sources });
    const edges = plan.edges.map((edge) => this.place(edge, setup));
    this.block(plan);
    const protection = new Protection(this, 'Protection', { table, sources });
    const after = setup.keepBans(edges, protection.known);
    const shared = { table, sources, failures: queue };
    const detection = new Detection(this, 'Detection', { ...props, ...shared, after });
    this.redelivery = new Redelivery(this, 'Redelivery', { detect: detection.handler, failures: queue });
    const enforcement = new Enforcement(this, 'Enforcement', { ...shared, edges, after });
    const expiry = new Expiry(this, 'Expiry', { table, sources, edges, after });
    // Who writes edges knows the new ones before those of before are opened, or would close them again. Functions alone:
    // what calls them comes after the bans.
    for (const { handler } of [enforcement, expiry])
      after.node.addDependency(handler.function.node.defaultChild as CfnFunction);
    const sharing = new Sharing(this, 'Sharing', { ...shared, after, senders: props.busSenders });
    const reporting = new Reporting(this, 'Reporting', {
      ...shared,
      topic,
      sender: props.sender,
      bus: sharing.bus?.eventBusArn,
      digest: props.digest,
    });
    new Observability(this, 'Observability', {
      ...{ topic, failures: queue, table, ruleset, dashboard: props.dashboard ?? true },
      handlers: {
        detect: detection.handler,
        enforce: enforcement.handler,
        expire: expiry.handler,
        protect: protection.handler,
        report: reporting.handler,
        ...sharing.handlers,
      },
    });
    if (props.outputs ?? true) this.output(plan);
  }

  /** Alarms, and the notices and reports that no mail can carry. */
  get topic(): ITopic {
    return this.notices.topic;
  }

  /** The rule groups into a web ACL, one a scope, and the load balancers behind it. */
  private block({ loadBalancers, webAcl }: Plan): void {
    if (webAcl !== undefined && webAcl !== 'create') associate(this, webAcl, loadBalancers);
    if (webAcl !== 'create') return;
    for (const scope of ['REGIONAL', 'CLOUDFRONT'] as const) {
      const ruleGroups = this.ruleGroups.filter((group) => group.scope === scope);
      if (ruleGroups.length === 0) continue;
      const behind = scope === 'REGIONAL' ? loadBalancers : [];
      new WebAcl(this, `Web ACL ${scope}`, { scope, ruleGroups, loadBalancers: behind });
    }
  }

  private output({ sources, webAcl }: Plan): void {
    new Outputs(this, 'Outputs', {
      ruleset: sources.ruleset,
      ruleGroupWaits: webAcl === undefined && sources.ruleset.edges.some(({ kind }) => kind === 'aws-waf'),
      tableName: this.table.table.tableName,
      topicArn: this.notices.topic.topicArn,
      failuresUrl: this.failures.queue.queueUrl,
      redeliveryId: this.redelivery.mappingId,
    });
  }

  private tell({ warnings, sources }: Plan): void {
    for (const warning of warnings) Annotations.of(this).addWarningV2('fail2edge:configuration', warning);
    if (sources.ruleset.jails.length > 0) return;
    const nothing = 'No jail is enabled: nothing is watched, nothing is banned.';
    Annotations.of(this).addWarningV2('fail2edge:no-jail', nothing);
  }

  /** Makes what an aws-waf edge was not given; every other edge has its ids. */
  private place(edge: EdgeConfig, setup: Setup): PlacedEdge {
    if (edge.kind !== 'aws-waf' || idsOf(edge).length > 0) return { config: edge, environment: edge, made: false };
    const sets = new IpSets(this, `Sets ${edge.name}`, { edge, setup: setup.handler });
    this.ruleGroups.push(new RuleGroup(this, `Rules ${edge.name}`, { edge, sets: sets.arns }));
    return sets.edge;
  }
}
