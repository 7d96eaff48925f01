import { CfnCondition, CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { CfnRuleGroup } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { EdgeConfig } from '../core/ruleset';
import { type Scope, scopeOf, visibility } from './ip-sets';

export interface RuleGroupProps {
  readonly edge: EdgeConfig;
  /** The sets whose addresses are blocked. */
  readonly sets: readonly string[];
}

/**
 * Capacity units, fixed for ever when the group is made, so laid out for the most sets an edge may have: 50, at WAF's older
 * price of two each; looking at any forwarded address costs four more (WAF developer guide, IP set match).
 */
const CAPACITY = { plain: 100, forwarded: 300 };

/**
 * One rule that blocks what the sets hold, for an administrator's own web ACL to refer to. One, because every rule of a
 * group is paid for.
 */
export class RuleGroup extends Construct {
  readonly arn: string;
  /** Name of the edge it closes. */
  readonly edge: string;
  readonly scope: Scope;
  /** When it is made at all. */
  readonly condition: CfnCondition | undefined;

  constructor(scope: Construct, id: string, { edge, sets }: RuleGroupProps) {
    super(scope, id);
    this.edge = edge.name;
    this.scope = scopeOf(edge);
    const forwarded = forwardedConfig(edge);
    const group = new CfnRuleGroup(this, 'Group', {
      scope: scopeOf(edge),
      capacity: forwarded ? CAPACITY.forwarded : CAPACITY.plain,
      description: `Blocks what fail2edge banned, stack ${Stack.of(this).stackName}`,
      visibilityConfig: visibility(`${Stack.of(this).stackName}-bans`),
      rules: [
        {
          name: 'banned',
          priority: 0,
          action: { block: {} },
          visibilityConfig: visibility('banned'),
          statement: {
            orStatement: {
              statements: sets.map((arn) => ({
                ipSetReferenceStatement: { arn, ...(forwarded ? { ipSetForwardedIpConfig: forwarded } : {}) },
              })),
            },
          },
        },
      ],
    });
    this.arn = group.attrArn;
    const output = new CfnOutput(this, 'Arn', {
      value: group.attrArn,
      description: `Add this rule group to your web ACL: it blocks what ${edge.name} holds`,
    });
    output.overrideLogicalId(`RuleGroupArn${edge.name.replace(/^aws-waf:?|[^A-Za-z0-9]/g, '')}`);
    this.condition = this.scope === 'CLOUDFRONT' ? this.onlyWhereCloudFrontIs(group, output) : undefined;
  }

  /** WAF takes what is for CloudFront in us-east-1 alone; elsewhere the web ACL refers to the sets themselves. */
  private onlyWhereCloudFrontIs(...elements: readonly (CfnRuleGroup | CfnOutput)[]): CfnCondition {
    const condition = new CfnCondition(this, 'InUsEast1', {
      expression: Fn.conditionEquals(Stack.of(this).region, 'us-east-1'),
    });
    for (const element of elements) {
      if (element instanceof CfnOutput) element.condition = condition;
      else element.cfnOptions.condition = condition;
    }
    return condition;
  }
}

/**
 * Behind a proxy the client's address stands in a header. Any of its addresses counts: the client itself writes the first
 * ones, so that looking at one place only could be evaded. A header that holds no address matches nothing.
 */
const forwardedConfig = ({ options }: EdgeConfig): CfnRuleGroup.IPSetForwardedIPConfigurationProperty | undefined =>
  options.forwardedip ? { headerName: options.forwardedip, position: 'ANY', fallbackBehavior: 'NO_MATCH' } : undefined;
