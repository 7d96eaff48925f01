import type { OracleLine } from './exact-window';

/** A log as sshd writes it, and what its maker knows of every line. */
export interface RandomLog {
  readonly lines: readonly string[];
  readonly known: readonly OracleLine[];
}

/** 2026-03-01T00:00:00Z. */
const START = 1_772_323_200;

/** Few addresses, so that they fail often; two of one IPv6 network, one private. */
const ADDRESSES = [
  ...['192.0.2.1', '192.0.2.2', '198.51.100.7', '203.0.113.200'],
  ...['2001:db8::1', '2001:db8::2:3', '2001:db8:0:1::1', '10.0.0.5'],
];

/**
 * A log whose seed decides it: failures in bursts and pauses, several at the same time, one in ten late by up to `lateness`
 * seconds, and lines that fail nothing between them.
 */
export function randomLog(seed: number, length: number, lateness: number): RandomLog {
  const random = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const lines: string[] = [];
  const known: OracleLine[] = [];
  let now = START;
  for (let number = 0; number < length; number++) {
    now += pick([0, 0, 0, 1, 2, 3, 10, 45, random() < 0.1 ? 700 : 5]);
    const time = random() < 0.1 ? now - Math.floor(random() * lateness) : now;
    const head = `${new Date(time * 1000).toISOString()} web-1 sshd[${1000 + number}]: `;
    if (random() < 0.2) {
      lines.push(`${head}Server listening on 0.0.0.0 port 22.`);
      known.push({ time });
      continue;
    }
    const ip = pick(ADDRESSES);
    lines.push(`${head}Failed password for root from ${ip} port ${1024 + number} ssh2`);
    known.push({ time, ip });
  }
  return { lines, known };
}

/** A small generator of numbers in [0, 1) (Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
