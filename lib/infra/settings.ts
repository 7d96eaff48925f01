import type { Node } from 'constructs';
import type { EdgeKind } from '../core/ruleset';
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
  /** `all`: CloudWatch Logs delivers every line, whatever pattern the jails allow. */
  readonly everyLine: boolean;
  readonly notify: string | undefined;
  readonly sender: string | undefined;
  /** Seconds, 0 to 300. */
  readonly digest: number;
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
  const settings: Settings = {
    config: text('config'),
    stackName: text('stack') ?? 'Fail2edge',
    ids: givenIds(text),
    retain: choice('retain', true),
    createLogGroups: choice('createLogGroups', false),
    everyLine: text('subscriptionPattern') === 'all',
    notify: text('notify'),
    sender: text('sender'),
    digest: Number(text('digest') ?? 60),
  };
  const { stackName, digest } = settings;
  if (!/^[A-Za-z][A-Za-z0-9-]{0,99}$/.test(stackName)) {
    problems.push(`-c stack=${stackName}: write letters, digits and -, a letter first, at most 100`);
  }
  if (!Number.isInteger(digest) || digest < 0 || digest > 300) problems.push('-c digest: write 0 to 300 seconds');
  if (problems.length > 0) throw new DeploymentError(problems);
  return settings;
}

function givenIds(text: (name: string) => string | undefined): GivenIds {
  const ids: Partial<Record<EdgeKind, string>> = {};
  for (const [kind, { context }] of Object.entries(PLACES) as [EdgeKind, { context: string }][]) {
    const id = text(context);
    if (id !== undefined) ids[kind] = id;
  }
  return ids;
}
