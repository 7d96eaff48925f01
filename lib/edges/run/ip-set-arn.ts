import type { IpSetRef } from '../ports';

const ARN = /^arn:[^:]+:wafv2:([a-z0-9-]+):\d{12}:(regional|global)\/ipset\/([\w-]{1,128})\/([\w-]{1,36})$/;

/**
 * Reads the ARN of a WAFv2 IP set: `arn:aws:wafv2:REGION:ACCOUNT:regional|global/ipset/NAME/ID`.
 * @returns undefined when the text is no such ARN. `global` sets (CLOUDFRONT) live in us-east-1.
 */
export function parseIpSetArn(arn: string): IpSetRef | undefined {
  const [, region, scope, name, id] = ARN.exec(arn) ?? [];
  if (region === undefined || name === undefined || id === undefined) return undefined;
  return { arn, name, id, scope: scope === 'global' ? 'CLOUDFRONT' : 'REGIONAL', region };
}
