import { seeded } from '../../../examples/story/random';
import { parseAddress } from '../../../lib/core/address';
import { reader, rulesOf } from '../engine';
import type { Daemon, Trace } from './daemon';
import { hostile, type Peer, peer } from './tokens';

/** One connection that went wrong: who was named beside, or instead of, the peer. */
interface Judged {
  readonly trace: Trace;
  readonly peer: Peer;
  readonly named: readonly string[];
}

export interface Fought {
  readonly connections: number;
  readonly lines: number;
  /** Connections whose lines named somebody else, or no address at all. */
  readonly framed: number;
  /** Connections that had to be found and were not. */
  readonly hidden: number;
  /** The first of each kind. */
  readonly examples: readonly Judged[];
}

/** How long an attack lasts: so many connections, or as many as leave so many lines. */
export type Length = { readonly connections: number } | { readonly lines: number };

const EXAMPLES = 3;

const same = (a: string, b: string): boolean => {
  const [one, other] = [parseAddress(a), parseAddress(b)];
  return one !== undefined && one.family === other?.family && one.bits === other.bits;
};

/** What the filter makes of hostile connections. Only the generator knows who the peer is; the filter is not asked. */
export function attack(daemon: Daemon, seed: number, length: Length): Fought {
  const random = seeded(seed);
  const read = reader(rulesOf(daemon.spec));
  const count = { connections: 0, lines: 0, framed: 0, hidden: 0 };
  const examples: Judged[] = [];
  const over = () => ('lines' in length ? count.lines >= length.lines : count.connections >= length.connections);
  while (!over()) {
    count.connections += 1;
    const from = peer(random);
    const trace = daemon.connection(from, () => hostile(random), { random, number: count.connections });
    count.lines += trace.lines.length;
    const found = trace.lines.map(read).flatMap((verdict) => (verdict.kind === 'failure' ? [verdict.finding] : []));
    const framed = found.some(({ id }) => !same(id, from.address));
    const hidden = trace.certain && !found.some(({ id, ambiguous }) => !ambiguous && same(id, from.address));
    if (framed) count.framed += 1;
    if (hidden) count.hidden += 1;
    if ((framed && count.framed <= EXAMPLES) || (hidden && count.hidden <= EXAMPLES)) {
      examples.push({ trace, peer: from, named: found.map(({ id }) => id) });
    }
  }
  return { ...count, examples };
}
