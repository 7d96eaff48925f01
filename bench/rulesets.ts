import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveRuleset } from '../lib/config/ruleset';
import { openTree } from '../lib/config/tree';
import type { Ruleset } from '../lib/core/ruleset';
import { configurationOver } from '../test/oracle/configuration';
import { LOG_GROUP } from './inputs/write';

/** Where the jails come from: fail2ban's own configuration in a folder, or what the project ships. */
export type Origin = { readonly kind: 'stock'; readonly folder: string } | { readonly kind: 'shipped' };

/** A ruleset of these jails, all of which watch the benchmark's log group. */
export function rulesetOf(origin: Origin, jails: readonly string[], mode = 'normal'): Ruleset {
  const sections = jails.map((jail) => `[${jail}]\nenabled = true\nmode = ${mode}\n`).join('');
  const folder = configurationOver(origin.kind === 'stock' ? origin.folder : undefined, sections);
  try {
    const resolved = jails.map((only) => resolveRuleset(openTree(folder), { only }).ruleset);
    const all = resolved.flatMap((ruleset) => ruleset.jails.map((jail) => ({ ...jail, loggroup: [LOG_GROUP] })));
    return { ...(resolved[0] as Ruleset), jails: all };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes the ruleset where a worker reads it, and answers the file. */
export function writeRuleset(folder: string, name: string, ruleset: Ruleset): string {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(ruleset));
  return file;
}
