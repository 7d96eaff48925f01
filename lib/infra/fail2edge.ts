import { Annotations, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { EdgeConfig, Jail, Ruleset } from '../core/ruleset';
import type { Sources } from './bundle';
import { type Deployer, deployerProblems } from './deployer';
import { DeploymentError } from './deployment-error';
import { Detection } from './detection';
import { edgeProblems, type GivenIds, idsOf, withGivenIds } from './edge-ids';
import { Enforcement } from './enforcement';
import { Expiry } from './expiry';
import { Failures } from './failures';
import { IpSets } from './ip-sets';
import { logGroupProblems } from './log-groups';
import { Notices } from './notices';
import { Observability } from './observability';
import type { PlacedEdge } from './placed-edge';
import { Protection } from './protection';
import { Redelivery } from './redelivery';
import { Reporting } from './reporting';
import { RuleGroup } from './rule-group';
import { Setup } from './setup';
import { BanTable } from './table';
import { associate, WebAcl, webAclProblems } from './web-acl';

export interface Fail2edgeProps extends Sources {
  /** CIDRs that no jail with `ignoreself` bans, beside our own that are looked up. @default none */
  readonly protect?: readonly string[];
  /** Where the deploy is run from. A jail that could ban it is refused, or told when only the session says so. */
  readonly deployer?: Deployer | undefined;
  /** What the edges write to, where the configuration does not say or is to be overruled. @default none */
  readonly ids?: GivenIds;
  /** ARNs of application load balancers put behind a web ACL that blocks what is banned. @default none */
  readonly loadBalancers?: readonly string[];
  /** `create`: make a web ACL; an ARN: put the load balancers behind this one. @default create for load balancers */
  readonly webAcl?: string | undefined;
  /** Whether the table outlives the stack. @default true */
  readonly retain?: boolean;
  /** Makes the jails' log groups; else they must be there. @default false */
  readonly createLogGroups?: boolean;
  /** What CloudWatch Logs is told to deliver of a group these jails read; '' is everything. @default what they need */
  readonly subscriptionPattern?: (jails: readonly Jail[]) => string;
  /** Mail address subscribed to the topic. @default none */
  readonly notify?: string | undefined;
  /** Sends the reports in place of the jails' own senders. @default none */
  readonly sender?: string | undefined;
  /** Seconds new bans are gathered for one report, at most 300. @default 60 */
  readonly digest?: number;
}

/** fail2ban at the cloud's edge: log groups in, bans on a table, edges that follow it. */
export class Fail2edge extends Construct {
  readonly table: BanTable;
  readonly notices: Notices;
  readonly failures: Failures;
  /** Block what the IP sets hold that the stack made; one for each aws-waf edge without IP sets of its own. */
  readonly ruleGroups: RuleGroup[] = [];
  readonly redelivery: Redelivery;

  /** @throws DeploymentError naming everything that keeps this ruleset from being deployed. */
  constructor(scope: Construct, id: string, props: Fail2edgeProps) {
    super(scope, id);
    const ruleset = { ...props.ruleset, protect: [...props.ruleset.protect, ...(props.protect ?? [])] };
    const sources: Sources = { ...props, ruleset };
    const configured = withGivenIds(ruleset.edges, props.ids ?? {});
    const problems = [...logGroupProblems(ruleset.jails), ...edgeProblems(configured)];
    problems.push(...webAclProblems(configured, props));
    if (props.deployer) problems.push(...this.endangered(ruleset, props.deployer));
    if (problems.length > 0) throw new DeploymentError(problems);

    this.table = new BanTable(this, 'Bans', { retain: props.retain ?? true });
    this.failures = new Failures(this, 'Failures');
    const { table } = this;
    const { queue } = this.failures;
    this.notices = new Notices(this, 'Notices', { notify: props.notify, failures: queue });
    const { topic } = this.notices;

    const setup = new Setup(this, 'Setup', { table, sources });
    const edges = configured.map((edge) => this.place(edge, setup));
    this.block(props);
    const protection = new Protection(this, 'Protection', { table, sources });
    const after = setup.keepBans(edges, protection.known);
    const shared = { table, sources, failures: queue };
    const detection = new Detection(this, 'Detection', { ...props, ...shared, after });
    this.redelivery = new Redelivery(this, 'Redelivery', { detect: detection.handler, failures: queue });
    const enforcement = new Enforcement(this, 'Enforcement', { ...shared, edges, after });
    const expiry = new Expiry(this, 'Expiry', { table, sources, edges, after });
    const { sender, digest = 60 } = props;
    const reporting = new Reporting(this, 'Reporting', { ...shared, topic, sender, digest: Duration.seconds(digest) });
    new Observability(this, 'Observability', {
      ...{ topic, failures: queue, table, ruleset },
      handlers: {
        detect: detection.handler,
        enforce: enforcement.handler,
        expire: expiry.handler,
        protect: protection.handler,
        report: reporting.handler,
      },
    });
  }

  /** The rule groups into a web ACL, one a scope, and the load balancers behind it. */
  private block({
    loadBalancers = [],
    webAcl = loadBalancers.length > 0 ? 'create' : undefined,
  }: Fail2edgeProps): void {
    if (webAcl !== undefined && webAcl !== 'create') associate(this, webAcl, loadBalancers);
    if (webAcl !== 'create') return;
    for (const scope of ['REGIONAL', 'CLOUDFRONT'] as const) {
      const ruleGroups = this.ruleGroups.filter((group) => group.scope === scope);
      if (ruleGroups.length === 0) continue;
      const behind = scope === 'REGIONAL' ? loadBalancers : [];
      new WebAcl(this, `Web ACL ${scope}`, { scope, ruleGroups, loadBalancers: behind });
    }
  }

  /** What somebody said of himself is a refusal; what the session says may be a jump host's, and is told only. */
  private endangered(ruleset: Ruleset, deployer: Deployer): readonly string[] {
    const problems = deployerProblems(ruleset, deployer);
    if (deployer.toldBy === '-c deployer') return problems;
    for (const problem of problems) Annotations.of(this).addWarningV2('fail2edge:deployer', problem);
    return [];
  }

  /** Makes what an aws-waf edge was not given; every other edge has its ids. */
  private place(edge: EdgeConfig, setup: Setup): PlacedEdge {
    if (edge.kind !== 'aws-waf' || idsOf(edge).length > 0) return { config: edge, environment: edge, made: false };
    const sets = new IpSets(this, `Sets ${edge.name}`, { edge, setup: setup.handler });
    this.ruleGroups.push(new RuleGroup(this, `Rules ${edge.name}`, { edge, sets: sets.arns }));
    return sets.edge;
  }
}
