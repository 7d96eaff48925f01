import type { Io } from '../io';
import { createProgress } from '../print/progress';
import type { TimedLine } from './merge';
import type { ReplaySource } from './source';

/** Progress by the bytes of files, or by the time in log groups; of a pipe, or files and log groups together, nobody knows. */
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
  const files = sources.flatMap(({ bytes }) => bytes ?? []);
  const spans = sources.flatMap(({ span }) => span ?? []);
  if (files.length === sources.length) return () => sum(files, ({ read }) => read) / sum(files, ({ size }) => size);
  const [from, to] = [Math.min(...spans.map((span) => span.from)), Math.max(...spans.map((span) => span.to))];
  if (spans.length < sources.length || !(to > from)) return () => 0;
  return (lines) => ((lines.at(-1)?.time ?? from) - from) / (to - from);
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
