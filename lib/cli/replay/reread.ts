import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Makes what can be read once (a pipe, an answer that was paid for) readable again: the first reading keeps it, compressed,
 * in memory. @param keep false: `open` can be called as often as wanted, nothing is kept.
 */
export function rereadable<T>(
  open: () => AsyncIterable<readonly T[]>,
  keep: boolean,
): () => AsyncIterable<readonly T[]> {
  if (!keep) return open;
  const kept: Buffer[] = [];
  let whole = false;
  return async function* read() {
    if (whole) {
      for (const chunk of kept) yield JSON.parse(gunzipSync(chunk).toString()) as readonly T[];
      return;
    }
    kept.length = 0;
    for await (const chunk of open()) {
      kept.push(gzipSync(JSON.stringify(chunk), { level: 1 }));
      yield chunk;
    }
    whole = true;
  };
}
