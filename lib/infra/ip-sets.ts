import { CustomResource, Duration, Fn, Stack } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { EdgeConfig } from '../core/ruleset';
import { shorten } from '../runtime/environment';
import { IP_SET, type IpSetProperties } from '../runtime/setup-resource';
import type { Handler } from './handler';
import type { PlacedEdge } from './placed-edge';

export type Scope = IpSetProperties['scope'];

export interface IpSetsProps {
  readonly edge: EdgeConfig;
  /** Makes and removes the sets. */
  readonly setup: Handler;
}

const SCOPES: readonly Scope[] = ['REGIONAL', 'CLOUDFRONT'];

/** Sets of each family an edge is given when its option `sets` does not say. */
const SETS = 2;

export const scopeOf = ({ options }: EdgeConfig): Scope => (options.scope === 'CLOUDFRONT' ? 'CLOUDFRONT' : 'REGIONAL');

/** What WAF tells of a rule or web ACL: metrics under this name, and samples of requests. */
export const visibility = (metricName: string) => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});

/**
 * The IP sets of one aws-waf edge. Not CloudFormation's own: `AWS::WAFv2::IPSet` demands its addresses in the template,
 * and any update would put that list in place of the live bans. CloudFront's sets live in us-east-1 wherever the stack is.
 */
export class IpSets extends Construct {
  readonly arns: readonly string[];
  readonly edge: PlacedEdge;

  constructor(scope: Construct, id: string, { edge, setup }: IpSetsProps) {
    super(scope, id);
    const prefix = `${nameOf(Stack.of(this).stackName, edge)}-`;
    const arnPrefixOf = (scope: Scope) => `${this.arnBase(scope)}/ipset/${prefix}`;
    const arnPrefix = arnPrefixOf(scopeOf(edge));
    // Of both scopes: where the scope changes, the sets of before are deleted when all else is done.
    allowMaking(setup, SCOPES.map(arnPrefixOf));
    const numbers = Array.from({ length: Number(edge.options.sets ?? SETS) }, (_, index) => index + 1);
    const names = (['IPV4', 'IPV6'] as const).flatMap((family) => numbers.map((number) => ({ family, number })));
    let previous: IConstruct = setup.role;
    this.arns = names.map(({ family, number }) => {
      const suffix = `${family.toLowerCase()}-${number}`;
      const set = new CustomResource(this, suffix, {
        resourceType: IP_SET,
        serviceToken: setup.function.functionArn,
        serviceTimeout: Duration.minutes(5),
        properties: {
          name: prefix + suffix,
          scope: scopeOf(edge),
          family,
          description: `Banned by fail2edge, stack ${Stack.of(this).stackName}`,
        } satisfies IpSetProperties,
      });
      // One by one: WAF takes one write a second of an account.
      set.node.addDependency(previous);
      previous = set;
      return set.ref;
    });
    const rests = this.arns.map((arn) => Fn.select(1, Fn.split(`/${prefix}`, arn)));
    const filled = (ipsets: string): EdgeConfig => ({ ...edge, options: { ...edge.options, ipsets } });
    this.edge = { config: filled(this.arns.join(',')), environment: filled(shorten(arnPrefix, rests)), made: true };
  }

  private arnBase(scope: Scope): string {
    const { partition, region, account } = Stack.of(this);
    const place = scope === 'CLOUDFRONT' ? `us-east-1:${account}:global` : `${region}:${account}:regional`;
    return `arn:${partition}:wafv2:${place}`;
  }
}

/** `STACK`, or `STACK-actname` where a second aws-waf edge exists; WAF's names hold letters, digits, `-` and `_`. */
const nameOf = (stack: string, { name }: EdgeConfig): string =>
  name
    .replace(/^aws-waf:?/, `${stack}-`)
    .replace(/-$/, '')
    .replace(/[^\w-]/g, '-');

function allowMaking(setup: Handler, arnPrefixes: readonly string[]): void {
  setup.allowUntilReplaced(
    {
      actions: ['wafv2:CreateIPSet', 'wafv2:GetIPSet', 'wafv2:UpdateIPSet', 'wafv2:DeleteIPSet'],
      resources: arnPrefixes.flatMap((prefix) => [`${prefix}ipv4-*/*`, `${prefix}ipv6-*/*`]),
      why: "WAF chooses the id a set's ARN ends with; the names are those of this stack's sets",
    },
    { actions: ['wafv2:ListIPSets'], resources: ['*'], why: 'ListIPSets has no resource level' },
  );
}
