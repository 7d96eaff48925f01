import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EdgeConfig, Jail, Ruleset } from '../../lib/core/ruleset';
import { FUNCTIONS } from '../../lib/infra/bundle';
import { scratch } from './scratch';

export const aJail = (name: string, change: Partial<Jail> = {}): Jail => ({
  name,
  filter: name,
  rules: {
    prefregex: null,
    failregex: [],
    ignoreregex: [],
    maxlines: 1,
    dates: null,
    logtype: 'file',
    journalmatch: [],
  },
  countsBans: false,
  usedns: 'warn',
  maxretry: 5,
  findtime: 600,
  bantime: 600,
  increment: null,
  maxmatches: 5,
  ignoreip: [],
  ignoreself: true,
  ignorelocal: true,
  ipv6prefix: 64,
  ambiguity: 'keep',
  logtimezone: null,
  breaker: 100,
  logpath: [],
  loggroup: ['/hosts/auth'],
  edges: [],
  mail: null,
  origin: 'jail.local:3',
  ...change,
});

export const anEdge = (name: string, options: Record<string, string> = {}): EdgeConfig => ({
  name,
  kind: name.split(':')[0] as EdgeConfig['kind'],
  options,
});

export const aRuleset = (jails: readonly Jail[], edges: readonly EdgeConfig[]): Ruleset => ({
  format: 1,
  version: '0123456789abcdef',
  jails,
  edges,
  protect: [],
  dbpurgeage: 86400,
});

/** Folder of this project. */
export const root = join(__dirname, '..', '..');

/** A folder of handlers that do nothing: what a construct deploys is not what these tests are about. */
export function emptyHandlers(): string {
  const folder = scratch();
  for (const name of FUNCTIONS) writeFileSync(join(folder, `${name}.ts`), 'export const handler = async () => {};\n');
  return folder;
}
