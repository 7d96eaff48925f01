import { type Cidr, widthOf } from '../../core/address';
import type { EdgeMode } from '../../core/edge';
import { createProtection, type Protection } from '../../core/protect';
import type { Ports, Ruleset } from '../../core/ruleset';
import type { WantedRules } from '../../core/wanted';
import type { LiveRules } from '../run-time/live-rules';

/** Every jail's protection, made once from the ruleset. */
export function protections(ruleset: Ruleset): ReadonlyMap<string, Protection> {
  return new Map(
    ruleset.jails.map((jail) => [jail.name, createProtection({ ...jail, self: ruleset.protect })] as const),
  );
}

/** Which jails close this edge, on which ports, and whom they may never ban; none while banning is stopped. */
export function wantedRules(ruleset: Ruleset, edge: string): WantedRules {
  const ports = new Map<string, Ports>();
  for (const jail of ruleset.panic ? [] : ruleset.jails) {
    if (jail.simulate) continue;
    const used = jail.edges.find((candidate) => candidate.edge === edge);
    if (used) ports.set(jail.name, used.ports);
  }
  return { ports, protection: protections(ruleset) };
}

/** The edges that these jails close. */
export const edgesOf = (ruleset: Ruleset, jails: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(ruleset.jails.filter(({ name }) => jails.has(name)).flatMap(({ edges }) => edges.map(({ edge }) => edge)));

export function modeOf(ruleset: Ruleset, edge: string): EdgeMode {
  const mode = ruleset.edges.find((config) => config.name === edge)?.options.mode;
  return mode === 'ban-only' || mode === 'dry-run' ? mode : 'sync';
}

/** As `mayCover`, under the rules that were read last. */
export function mayCoverNow(live: Pick<LiveRules, 'last'>): (cidr: Cidr) => boolean {
  let rules = live.last;
  let covers = mayCover(rules);
  return (cidr) => {
    if (rules !== live.last) {
      rules = live.last;
      covers = mayCover(rules);
    }
    return covers(cidr);
  };
}

/** An IPv6 range of this length or longer stands for one offender. */
const ONE_OFFENDER = 64;

/**
 * The last word before an edge. The range of one offender may be closed when some jail may ban it; a wider one, which
 * takes in people nobody named, only when no jail protects anybody in it.
 */
export function mayCover(ruleset: Ruleset): (cidr: Cidr) => boolean {
  const all = [...protections(ruleset).values()];
  return (cidr) => {
    const allowed = (protection: Protection) => protection.reason(cidr) === undefined;
    const single = cidr.family === 'ipv4' ? cidr.prefix === widthOf('ipv4') : cidr.prefix >= ONE_OFFENDER;
    return single ? all.some(allowed) : all.every(allowed);
  };
}
