import type { Io } from '../io';
import { createProgress } from '../print/progress';
import type { TimedLine } from './merge';
import type { ReplaySource } from './source';

/**
 * Progress by the bytes of plain files, or by the time in log groups; of a pipe, a compressed file, or files and log groups
 * together the whole is not known.
 */
export function watchProgress(io: Io, sources: readonly ReplaySource[], label = '') {
  const progress = createProgress(io, label);
  const share = shareOf(sources);
  let count = 0;
  return {
    took: (lines: readonly TimedLine[]) => {
      count += lines.length;
      progress.update(count, share(lines));
    },
    end: progress.end,
  };
}

type Share = (lines: readonly TimedLine[]) => number;

function shareOf(sources: readonly ReplaySource[]): Share {
  const total = sources.reduce((sum: number | undefined, { size }) => plus(sum, size), 0);
  if (total) return byBytes(total);
  const spans = sources.flatMap(({ span }) => span ?? []);
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))];
  if (spans.length < sources.length || !(to > from)) return () => 0;
  return (lines) => ((lines.at(-1)?.time ?? from) - from) / (to - from);
}

const plus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

function byBytes(total: number): Share {
  let bytes = 0;
  return (lines) => {
    for (const { text } of lines) bytes += text.length + 1;
    return bytes / total;
  };
}
