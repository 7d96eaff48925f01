import { readFileSync } from 'node:fs';
import type { FilterRules } from '../../lib/core/ruleset';
import { createMatcher, type Matcher } from '../../lib/detect/matcher';
import { createStreamState } from '../../lib/detect/stream-state';
import { type Attack, attacksOn } from './attacks';
import { cpu } from './payloads';

/** A filter under attack. */
export interface Target {
  readonly filter: string;
  readonly rules: FilterRules;
  readonly ambiguity: 'drop' | 'keep';
}

export interface Slowest {
  readonly filter: string;
  /** The line's beginning and what it repeats. */
  readonly line: string;
  /** Milliseconds of CPU for a line of 64 KiB, and of 16 KiB. */
  readonly long: number;
  readonly short: number;
  /** How many lines were tried. */
  readonly tried: number;
}

const KIB = 1024;
/** Lines that were slowest at 16 KiB and are tried at 64. */
const FINALISTS = 60;

interface Tried {
  readonly target: Target;
  readonly matcher: Matcher;
  readonly attack: Attack;
  readonly short: number;
}

/** The slowest line that the attacks find, of all the filters in a file. @param step tries every so manieth attack. */
export function slowestLine(targets: string, step: number): Slowest {
  const filters: readonly Target[] = JSON.parse(readFileSync(targets, 'utf8'));
  const all = filters.flatMap((target) => tryAll(target, step));
  const finalists = [...all].sort((a, b) => b.short - a.short).slice(0, FINALISTS);
  const timed = finalists.map((one) => ({ one, long: best(one, 64 * KIB) })).sort((a, b) => b.long - a.long);
  const worst = timed[0];
  if (!worst) throw new Error('there is no filter to attack');
  const { one, long } = worst;
  const line = JSON.stringify(`${one.attack.head}${one.attack.pump.repeat(3)}...${one.attack.tail}`);
  return { filter: one.target.filter, line, long: long / 1000, short: best(one, 16 * KIB) / 1000, tried: all.length };
}

function tryAll(target: Target, step: number): readonly Tried[] {
  const { rules, ambiguity } = target;
  const options = { usedns: 'warn', logtimezone: null, timeRule: { kind: 'event' }, ambiguity } as const;
  const matcher = createMatcher(rules, options);
  const attacks = attacksOn(rules).filter((_, index) => index % step === 0);
  return attacks.map((attack) => ({ target, matcher, attack, short: once(matcher, lineOf(attack, 16 * KIB)) }));
}

const best = ({ matcher, attack }: Tried, length: number): number => {
  const line = lineOf(attack, length);
  return Math.min(once(matcher, line), once(matcher, line), once(matcher, line));
};

function once(matcher: Matcher, text: string): number {
  const started = cpu();
  matcher.match({ text, timestamp: 1_772_323_200, fields: null }, createStreamState());
  return cpu() - started;
}

function lineOf({ head, pump, tail }: Attack, length: number): string {
  const room = Math.max(0, length - head.length - tail.length);
  return head + pump.repeat(Math.floor(room / pump.length)) + tail;
}
