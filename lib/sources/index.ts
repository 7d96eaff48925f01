import { cloudwatchLogs } from './cloudwatch-logs';
import { journald } from './journald';
import type { Decoded, Source } from './source';

/** Every source: one file, one line. */
export const sources: readonly Source[] = [cloudwatchLogs, journald];

/** What the first payload source that knows the payload makes of it. */
export function decode(payload: unknown): Decoded {
  let reason = 'no source reads payloads';
  for (const source of sources) {
    if (source.kind !== 'payload') continue;
    const decoded = source.decode(payload);
    if (decoded.kind !== 'rejected') return decoded;
    reason = decoded.reason;
  }
  return { kind: 'rejected', reason };
}
