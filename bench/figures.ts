/** What a figure is held against. */
export interface Budget {
  readonly figure: string;
  readonly unit: string;
  readonly must: number | null;
  readonly aim: number | null;
  readonly better: 'more' | 'less';
}

export type Verdict = 'aim' | 'must' | 'missed' | 'measured' | 'absent';

export interface Row extends Budget {
  /** `null`: what it is compared with is not installed. */
  readonly measured: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly verdict: Verdict;
}

/** A row of the table from one measurement a round: their median, and the least and greatest. */
export function row(budget: Budget, rounds: readonly number[]): Row {
  if (rounds.length === 0) return { ...budget, measured: null, lowest: null, highest: null, verdict: 'absent' };
  const measured = median(rounds);
  return {
    ...budget,
    measured,
    lowest: Math.min(...rounds),
    highest: Math.max(...rounds),
    verdict: verdictOf(budget, measured),
  };
}

function verdictOf({ must, aim, better }: Budget, measured: number): Verdict {
  const reaches = (bound: number) => (better === 'more' ? measured >= bound : measured <= bound);
  if (must === null) return 'measured';
  if (!reaches(must)) return 'missed';
  return aim !== null && reaches(aim) ? 'aim' : 'must';
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** `5` of the first by the second, round by round. */
export const ratios = (over: readonly number[], under: readonly number[]): readonly number[] =>
  over.map((value, round) => value / (under[round] ?? Number.NaN));

export const atLeast = (figure: string, must: number | null, aim: number | null, unit = 'x'): Budget => ({
  ...{ figure, unit, must, aim, better: 'more' },
});

export const atMost = (figure: string, must: number | null, aim: number | null, unit = 'x'): Budget => ({
  ...{ figure, unit, must, aim, better: 'less' },
});
