import type { Node } from 'constructs';
import { formatCidr, parseCidr } from '../core/address';
import type { EdgeKind } from '../core/ruleset';
import { USUAL, type Usage } from './cost/estimate';
import { DeploymentError } from './deployment-error';
import { type GivenIds, PLACES } from './edge-ids';

/** What `-c name=value` says, read once. */
export interface Settings {
  /** Folder laid out like /etc/fail2ban. */
  readonly config: string | undefined;
  readonly stackName: string;
  readonly ids: GivenIds;
  readonly retain: boolean;
  readonly createLogGroups: boolean;
  readonly dashboard: boolean;
  /** `all`: CloudWatch Logs delivers every line, whatever pattern the jails allow. */
  readonly everyLine: boolean;
  readonly notify: string | undefined;
  readonly sender: string | undefined;
  /** Seconds, 0 to 300. */
  readonly digest: number;
  /** Accounts and organisations that may ask for bans on the event bus. */
  readonly busSenders: readonly string[];
  /** ARNs. */
  readonly loadBalancers: readonly string[];
  readonly webAcl: string | undefined;
  /** What the cost estimate is reckoned with. */
  readonly usage: Usage;
  /** CIDRs that are never banned. */
  readonly protect: readonly string[];
  /** CIDRs the deploy is run from. */
  readonly deployer: readonly string[];
}

/** @throws DeploymentError naming every value that cannot be used. */
export function readSettings(node: Node): Settings {
  const problems: string[] = [];
  const text = (name: string): string | undefined => {
    const value: unknown = node.tryGetContext(name);
    return value === undefined || value === '' ? undefined : String(value);
  };
  const choice = (name: string, fallback: boolean): boolean => {
    const value = text(name) ?? String(fallback);
    if (value !== 'true' && value !== 'false') problems.push(`-c ${name}=${value}: write true or false`);
    return value === 'true';
  };
  const count = (name: string): number | undefined => {
    const value = text(name);
    if (value !== undefined && !/^\d{1,15}$/.test(value)) problems.push(`-c ${name}=${value}: write a whole number`);
    return value === undefined ? undefined : Number(value);
  };
  const ranges = (name: string): readonly string[] =>
    listOf(text(name)).flatMap((word) => {
      const cidr = parseCidr(word);
      if (!cidr) problems.push(`-c ${name}=${word}: that is no address or range`);
      return cidr ? [formatCidr(cidr)] : [];
    });
  const settings: Settings = {
    config: text('config'),
    stackName: text('stack') ?? 'Fail2edge',
    ids: givenIds(text),
    retain: choice('retain', true),
    createLogGroups: choice('createLogGroups', false),
    dashboard: choice('dashboard', true),
    everyLine: text('subscriptionPattern') === 'all',
    notify: text('notify'),
    sender: text('sender'),
    digest: Number(text('digest') ?? 60),
    busSenders: listOf(text('busSenders')),
    loadBalancers: listOf(text('loadBalancers')),
    webAcl: text('webAcl'),
    usage: usageOf(count),
    protect: ranges('protect'),
    deployer: ranges('deployer'),
  };
  const { stackName, digest } = settings;
  const strange = settings.busSenders.filter((sender) => !/^(?:\d{12}|o-[a-z0-9]{10,32})$/.test(sender));
  for (const sender of strange)
    problems.push(`-c busSenders=${sender}: that is no account (12 digits) and no organisation (o-...)`);
  if (!/^[A-Za-z][A-Za-z0-9-]{0,99}$/.test(stackName)) {
    problems.push(`-c stack=${stackName}: write letters, digits and -, a letter first, at most 100`);
  }
  if (!Number.isInteger(digest) || digest < 0 || digest > 300) problems.push('-c digest: write 0 to 300 seconds');
  if (problems.length > 0) throw new DeploymentError(problems);
  return settings;
}

/** Where only the lines are said, failures and bans keep their usual share. */
function usageOf(count: (name: string) => number | undefined): Usage {
  const lines = count('lines') ?? USUAL.lines;
  const share = lines / USUAL.lines;
  return {
    lines,
    failures: count('failures') ?? Math.round(USUAL.failures * share),
    bans: count('bans') ?? Math.round(USUAL.bans * share),
  };
}

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\s,]+/).filter((word) => word !== '');

function givenIds(text: (name: string) => string | undefined): GivenIds {
  const ids: Partial<Record<EdgeKind, string>> = {};
  for (const [kind, { context }] of Object.entries(PLACES) as [EdgeKind, { context: string }][]) {
    const id = text(context);
    if (id !== undefined) ids[kind] = id;
  }
  return ids;
}
