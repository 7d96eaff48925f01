import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { EdgeConfig } from '../core/ruleset';
import { isToken } from '../edges/run/options';
import { idsOf } from './edge-ids';
import { type Scope, scopeOf, visibility } from './ip-sets';
import type { RuleGroup } from './rule-group';

export interface WebAclProps {
  readonly scope: Scope;
  /** Blocked by it, in this order. */
  readonly ruleGroups: readonly RuleGroup[];
  /** ARNs of application load balancers that stand behind it. */
  readonly loadBalancers: readonly string[];
}

/** A web ACL that lets in everybody but whom the rule groups block. For who has none; others add the groups to theirs. */
export class WebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const name = `${Stack.of(this).stackName}-web-acl`;
    const acl = new CfnWebACL(this, 'Acl', {
      scope: props.scope,
      defaultAction: { allow: {} },
      description: `Blocks what fail2edge banned, stack ${Stack.of(this).stackName}`,
      visibilityConfig: visibility(name),
      rules: props.ruleGroups.map(({ arn, edge }, priority) => ({
        name: edge.replace(/[^\w-]/g, '-'),
        priority,
        overrideAction: { none: {} },
        statement: { ruleGroupReferenceStatement: { arn } },
        visibilityConfig: visibility(`${name}-${priority}`),
      })),
    });
    this.arn = acl.attrArn;
    const output = new CfnOutput(this, 'Arn', {
      value: this.arn,
      description: 'The web ACL that blocks what is banned',
    });
    output.overrideLogicalId(props.scope === 'CLOUDFRONT' ? 'WebAclArnCloudFront' : 'WebAclArn');
    const condition = props.ruleGroups.find((group) => group.condition)?.condition;
    if (condition) {
      acl.cfnOptions.condition = condition;
      output.condition = condition;
    }
    associate(this, this.arn, props.loadBalancers);
  }
}

/** Puts load balancers behind a web ACL. One that is behind another already changes over: it can have one only. */
export function associate(scope: Construct, webAclArn: string, loadBalancers: readonly string[]): void {
  loadBalancers.forEach((resourceArn, index) => {
    new CfnWebACLAssociation(scope, `Association ${nameOf(resourceArn) ?? index + 1}`, { resourceArn, webAclArn });
  });
}

const LOAD_BALANCER = /^arn:[\w-]+:elasticloadbalancing:[\w-]+:\d{12}:loadbalancer\/app\/([\w-]+\/[0-9a-f]+)$/;

const nameOf = (arn: string): string | undefined => LOAD_BALANCER.exec(arn)?.[1];

export interface WebAclWishes {
  readonly loadBalancers?: readonly string[];
  readonly webAcl?: string | undefined;
}

/** What keeps the web ACL from being made or used; only application load balancers have one. */
export function webAclProblems(edges: readonly EdgeConfig[], wishes: WebAclWishes): readonly string[] {
  const { loadBalancers = [], webAcl } = wishes;
  const strange = loadBalancers
    .filter((arn) => !isToken(arn) && nameOf(arn) === undefined)
    .map((arn) => `load balancer ${arn}: that is not the ARN of an application load balancer`);
  if (webAcl !== undefined && webAcl !== 'create') {
    const isArn = isToken(webAcl) || /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\/[\w-]+\/[\w-]+$/.test(webAcl);
    return isArn ? strange : [...strange, `web ACL ${webAcl}: write create, or the ARN of a regional web ACL`];
  }
  if (webAcl === undefined && loadBalancers.length === 0) return [];
  const made = edges.filter((edge) => edge.kind === 'aws-waf' && idsOf(edge).length === 0);
  const usable = loadBalancers.length > 0 ? made.filter((edge) => scopeOf(edge) === 'REGIONAL') : made;
  const why = 'a web ACL is made of the rule groups of aws-waf edges whose IP sets the stack makes, and there is none';
  return usable.length > 0 ? strange : [...strange, why];
}
