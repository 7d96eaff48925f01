/**
 * USD in us-east-1, as AWS's price pages said in November 2026, without free tiers and without tax. Other Regions differ by
 * up to a half.
 */
export const PRICES_OF = '2026-11, us-east-1';

export const PRICES = {
  /** aws.amazon.com/lambda/pricing: a GB-second on arm64; a request. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2 / 1e6,
  /** aws.amazon.com/dynamodb/pricing/on-demand: a request unit. */
  tableWrite: 0.625 / 1e6,
  tableRead: 0.125 / 1e6,
  /** aws.amazon.com/cloudwatch/pricing: a month of each; a GB taken in. */
  alarm: 0.1,
  metric: 0.3,
  dashboard: 3,
  logGb: 0.5,
  /** aws.amazon.com/waf/pricing: a month of each. A rule group of one's own counts itself and the rules in it. */
  webAcl: 5,
  webAclRule: 1,
} as const;
