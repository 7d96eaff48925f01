import type { Io } from '../io';
import { createProgress } from '../print/progress';
import type { TimedLine } from './merge';
import type { ReplaySource } from './source';

/** Progress by the bytes of plain files; of a pipe, a compressed file or a log group the whole is not known. */
export function watchProgress(io: Io, sources: readonly ReplaySource[], label = '') {
  const sizes = sources.map(({ size }) => size);
  const known = sizes.every((size) => size !== undefined);
  const progress = createProgress(io, known ? sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) : 0, label);
  let count = 0;
  let bytes = 0;
  return {
    took: (lines: readonly TimedLine[]) => {
      count += lines.length;
      for (const { text } of lines) bytes += text.length + 1;
      progress.update(count, bytes);
    },
    end: progress.end,
  };
}
