import type { EdgeMode } from '../../core/edge';
import { createProtection, type Protection } from '../../core/protect';
import type { Ports, Ruleset } from '../../core/ruleset';
import type { WantedRules } from '../../core/wanted';

/** Every jail's protection, made once from the ruleset. */
export function protections(ruleset: Ruleset): ReadonlyMap<string, Protection> {
  return new Map(
    ruleset.jails.map((jail) => [jail.name, createProtection({ ...jail, self: ruleset.protect })] as const),
  );
}

/** Which jails close this edge, on which ports, and whom they may never ban. */
export function wantedRules(ruleset: Ruleset, edge: string): WantedRules {
  const ports = new Map<string, Ports>();
  for (const jail of ruleset.jails) {
    const used = jail.edges.find((candidate) => candidate.edge === edge);
    if (used) ports.set(jail.name, used.ports);
  }
  return { ports, protection: protections(ruleset) };
}

export function modeOf(ruleset: Ruleset, edge: string): EdgeMode {
  const mode = ruleset.edges.find((config) => config.name === edge)?.options.mode;
  return mode === 'ban-only' || mode === 'dry-run' ? mode : 'sync';
}
