import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Says why findings of cdk-nag stand at this resource, and at what it is made of. An app that checks itself with other
 * tools is not touched by it.
 */
export function acknowledge(resource: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const findings = Object.entries(reasons).map(([id, reason]) => ({ id, reason }));
  Validations.of(resource).acknowledge(...findings);
}

/** Says why a role may act on resources that are named by a pattern; resources named in full need no word. */
export function acknowledgePatterns(role: IConstruct, resources: readonly string[], reason: string): void {
  const names = resources.map((resource) => flatten(Stack.of(role).resolve(resource)));
  const patterns = names.filter((name) => name.includes('*'));
  acknowledge(role, Object.fromEntries(patterns.map((name) => [`AwsSolutions-IAM5[Resource::${name}]`, reason])));
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
  readonly 'Fn::GetAtt'?: readonly [string, string];
}

/** A resource as cdk-nag names it: `arn:<AWS::Partition>:logs:...`, attributes as `<LogicalId.Arn>`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as Intrinsic;
  if (join) return join[1].map(flatten).join(join[0]);
  return `<${Ref ?? attribute?.join('.')}>`;
}
