import type { Played } from './play';

/** The last line of `replay --json`. */
export function summaryOf({ prepared, totals, outcome, edges }: Played) {
  const { lines, matched, ignored, missed } = totals;
  const counts = { lines, matched, ignored, missed, bans: outcome.bans.length, unbans: outcome.unbans };
  const held = Object.fromEntries(prepared.ruleset.edges.map(({ name }) => [name, edges.get(name)?.held ?? []]));
  return { event: 'summary', ...counts, banned: outcome.banned, edges: held } as const;
}
