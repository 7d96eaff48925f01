import { ownText } from '../replay/own-text';
import type { MissedShape } from './page';

/** Words a daemon uses when it refuses somebody. */
const REFUSING =
  /fail|invalid|illegal|denied|refus|reject|error|unauthor|forbidden|not allowed|attack|exceed|too many|violat|bad |unknown user|no such|mismatch|blocked|disallow/i;
/** Something like an address: without one nobody could be banned. */
const ADDRESS = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[\da-f]{1,4}:[\da-f:]*:[\da-f]{1,4}/i;

/** Longer lines are looked at no further. */
const LONGEST = 1_000;
/** Shapes that are told apart; what is new after that is only counted. */
const MOST_SHAPES = 2_000;

/** Lines that no jail made anything of, and that read like failures, gathered by their shape. */
export interface MissedLines {
  readonly take: (text: string, where: () => string) => void;
  readonly suspicious: number;
  /** The most frequent shapes first. */
  readonly shapes: (most: number) => readonly MissedShape[];
}

export function createMissedLines(): MissedLines {
  const shapes = new Map<string, { count: number; readonly example: string; readonly where: string }>();
  let suspicious = 0;
  return {
    take: (text, where) => {
      const line = text.slice(0, LONGEST);
      if (!REFUSING.test(line) || !ADDRESS.test(line)) return;
      suspicious += 1;
      const shape = shapeOf(line);
      const known = shapes.get(shape);
      if (known) known.count += 1;
      else if (shapes.size < MOST_SHAPES)
        shapes.set(ownText(shape), { count: 1, example: ownText(line), where: where() });
    },
    get suspicious() {
      return suspicious;
    },
    shapes: (most) => [...shapes.values()].sort((a, b) => b.count - a.count).slice(0, most),
  };
}

/** A line without what differs from one offender to the next: quoted texts, paths, addresses, names of users, numbers. */
export const shapeOf = (line: string): string =>
  line
    .replace(/^(?:[A-Z][a-z]{2} +\d+ [\d:]+|\S*\d{4}[-/]\d\d[-/]\d\d\S*(?: [\d:.,]+)?) (?:\S+ )?/, '')
    .replace(/"[^"]*"|'[^']*'/g, '""')
    .replace(/\b(user|for|by|from)( invalid user)? \S+/g, '$1$2 *')
    .replace(/(?:\/[^\s/:,]+)+\/?/g, '/')
    .replace(/\b[\da-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '#');
