import { PRICES } from './prices';

/** What is made, counted; what it costs does not depend on use. */
export interface Made {
  readonly alarms: number;
  readonly dashboards: number;
  readonly webAcls: number;
  /** Rule groups with one rule each, all taken to be in a web ACL. */
  readonly ruleGroups: number;
  readonly jails: number;
  readonly edges: number;
  /** Calls of functions by the clock, a month. */
  readonly scheduled: number;
}

/** What happens in a month. */
export interface Usage {
  /** Lines CloudWatch Logs delivers. */
  readonly lines: number;
  /** Lines that are a failure. */
  readonly failures: number;
  readonly bans: number;
}

export const USUAL: Usage = { lines: 10_000_000, failures: 500_000, bans: 10_000 };

export interface CostItem {
  readonly what: string;
  readonly amount: number;
  /** USD for one. */
  readonly price: number;
  readonly usd: number;
}

/** Lines of one delivery where hosts are quiet; busy ones fill thousands, which is cheaper. */
const DELIVERY = 100;
/**
 * Measured with deliveries of that size (docs/cost.md): table requests a failure, CPU a line, CPU a request through the
 * SDK. A function has a core at 1.769 GB, so a second of CPU costs as much at any size.
 */
const MEASURED = { writes: 0.75, reads: 0.8, cpuLine: 6e-6, cpuRequest: 0.0003, gbOfCore: 1.769 };
/** A ban is put on the edges and taken off again: two looks of half a second and half a GB, with these requests each. */
const LOOK = { gbSeconds: 0.25, writes: 5, reads: 20 };
/** A scheduled call that finds nothing to do. */
const IDLE = { gbSeconds: 0.1, reads: 12, logBytes: 500 };
/** Bytes a delivery leaves in our own log: Lambda's report and the metrics. */
const DELIVERY_LOG = 900;
/** Metrics of a jail that occur all the time, and the three levels of an edge, each in two sets of dimensions. */
const METRICS = { jail: 6, edge: 6 };

/** What a month costs, item by item. The watched log groups themselves, WAF's requests and mails are not in it. */
export function monthlyCost(made: Made, usage: Usage): readonly CostItem[] {
  const deliveries = usage.lines / DELIVERY;
  const looks = 2 * usage.bans;
  const writes = usage.failures * MEASURED.writes + looks * LOOK.writes;
  const reads = usage.failures * MEASURED.reads + looks * LOOK.reads + made.scheduled * IDLE.reads;
  const cpu =
    usage.lines * MEASURED.cpuLine + usage.failures * (MEASURED.writes + MEASURED.reads) * MEASURED.cpuRequest;
  const gbSeconds = cpu * MEASURED.gbOfCore + looks * LOOK.gbSeconds + made.scheduled * IDLE.gbSeconds;
  const logBytes = deliveries * DELIVERY_LOG + made.scheduled * IDLE.logBytes;
  const item = (what: string, amount: number, price: number): CostItem => ({
    what,
    amount,
    price,
    usd: amount * price,
  });
  return [
    item('Lambda, GB-seconds', gbSeconds, PRICES.lambdaGbSecond),
    item('Lambda, requests', deliveries + looks + made.scheduled, PRICES.lambdaRequest),
    item('DynamoDB, writes', writes, PRICES.tableWrite),
    item('DynamoDB, reads', reads, PRICES.tableRead),
    item('own logs, GB', logBytes / 1e9, PRICES.logGb),
    item('metrics', made.jails * METRICS.jail + made.edges * METRICS.edge, PRICES.metric),
    item('alarms', made.alarms, PRICES.alarm),
    item('dashboards', made.dashboards, PRICES.dashboard),
    item('web ACLs', made.webAcls, PRICES.webAcl),
    item('rule groups and their rules', made.ruleGroups * 2, PRICES.webAclRule),
  ].filter(({ amount }) => amount > 0);
}

export const totalOf = (items: readonly CostItem[]): number => items.reduce((sum, { usd }) => sum + usd, 0);
