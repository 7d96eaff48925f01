import { modeOf, wantedRules } from '../../../app/enforce/edge-rules';
import { type Cidr, contains, formatCidr, parseCidr, widthOf } from '../../../core/address';
import type { Ban } from '../../../core/ban';
import type { EdgeMode, EdgeReport } from '../../../core/edge';
import { isOver } from '../../../core/fold';
import type { EdgeConfig, Ruleset, Seconds } from '../../../core/ruleset';
import { wantedBans } from '../../../core/wanted';
import { createEdge } from '../../../edges/index';
import type { EdgeEntry } from '../../../edges/look/entry';
import { looks } from '../../../edges/look/index';
import { remembers } from '../../../edges/run/notebook';
import type { EdgeView } from '../account/account';

/** An entry with what the table knows of it. */
export interface KnownEntry extends EdgeEntry {
  /** Live bans that it closes; of an entry that allows, none. */
  readonly bans: readonly Ban[];
  /** `ours`: we made it. `foreign`: somebody else did, and it stays. */
  readonly whose: 'ours' | 'foreign';
}

export interface LookedEdge {
  readonly config: EdgeConfig;
  readonly mode: EdgeMode;
  readonly entries: readonly KnownEntry[];
  /** What a run would find now; nothing was written. */
  readonly report: EdgeReport;
  /** Live bans that the edge should hold and does not: no room, or not there yet. */
  readonly waiting: readonly { readonly cidr: string; readonly bans: readonly Ban[]; readonly fits: boolean }[];
}

/** What the table says, read once for all edges. */
export interface Known {
  readonly ruleset: Ruleset;
  /** Every ticket that is remembered. */
  readonly tickets: readonly Ban[];
  readonly now: Seconds;
}

/** Reads an edge as it stands and compares it with the table. Writes nothing. */
export async function lookAtEdge(config: EdgeConfig, view: EdgeView, known: Known): Promise<LookedEdge> {
  const { ruleset, tickets, now } = known;
  const live = tickets.filter((ban) => ban.state === 'live' && !isOver(ban, now));
  const rules = wantedRules(ruleset, config.name);
  const wanted = wantedBans(rules, live, now);
  const ticketed = new Set(tickets.filter(({ bancount }) => bancount > 0).flatMap(({ ip }) => cidrText(ip)));
  const report = await createEdge(config, view.accounts).reconcile(wanted, {
    ...{ mode: 'dry-run', now },
    ours: async (cidrs) => new Set(cidrs.filter((cidr) => ticketed.has(cidr))),
  });
  const rangesIn = rangesOf(wanted.map(({ cidr }) => cidr));
  const bansOf = bansByCidr(live.filter(({ jail }) => rules.ports.has(jail)));
  const held = new Set(report.held);
  const entries = await looks[config.kind](config, view);
  const saved = await remembers(view.accounts.memory, config.name, [
    ...new Set(entries.map(({ resource }) => resource)),
  ]);
  const made = new Set(saved.flatMap((rule) => (rule.kind === 'group-rule' ? rule.pieces : [rule.cidr])));
  return {
    ...{ config, mode: modeOf(ruleset, config.name), report },
    entries: entries.map((entry): KnownEntry => {
      const range = entry.action === 'allow' ? undefined : parseCidr(entry.cidr);
      const bans = range ? rangesIn(range).flatMap((one) => bansOf(formatCidr(one))) : [];
      const ours = bans.length > 0 || made.has(entry.cidr) || (range !== undefined && ticketed.has(entry.cidr));
      return { ...entry, bans, whose: ours ? 'ours' : 'foreign' };
    }),
    waiting: wanted
      .filter(({ cidr }) => !held.has(cidr))
      .map(({ cidr }) => ({ cidr, bans: bansOf(cidr), fits: !report.overflow.includes(cidr) })),
  };
}

/** Which of these ranges lie in one. In a single address lies only itself: among thousands nothing is looked for. */
function rangesOf(cidrs: readonly string[]): (range: Cidr) => readonly Cidr[] {
  const known = new Set(cidrs);
  const ranges = cidrs.flatMap(rangeOf);
  return (range) => {
    if (range.prefix < widthOf(range.family)) return ranges.filter((one) => contains(range, one));
    return known.has(formatCidr(range)) ? [range] : [];
  };
}

function bansByCidr(bans: readonly Ban[]): (cidr: string) => readonly Ban[] {
  const byCidr = new Map<string, Ban[]>();
  for (const ban of bans) {
    for (const cidr of cidrText(ban.ip)) byCidr.set(cidr, [...(byCidr.get(cidr) ?? []), ban]);
  }
  return (cidr) => byCidr.get(cidr) ?? [];
}

const rangeOf = (text: string): readonly Cidr[] => {
  const cidr = parseCidr(text);
  return cidr ? [cidr] : [];
};

const cidrText = (ip: string): readonly string[] => rangeOf(ip).map(formatCidr);
