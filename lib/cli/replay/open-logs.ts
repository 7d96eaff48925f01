import { UsageError } from '../io';
import { grouped, type Times } from '../print/time';
import { type LogsRead, logSources } from './log-sources';
import type { LogsWanted } from './logs-args';
import type { ReplaySource } from './source';

/** Log groups, opened. */
interface OpenLogs {
  readonly sources: readonly ReplaySource[];
  /** What was read, in a sentence. */
  readonly told: (times: Times) => string;
  /** A failure of the account, as what was typed is wrong with. */
  readonly inWords: (error: unknown) => unknown;
  readonly close: () => void;
}

/** The SDK is loaded here, so that files do not wait for it. @param keep the lines are read twice */
export async function openLogs(wanted: LogsWanted, keep: boolean): Promise<OpenLogs> {
  const { openLogs: open } = await import('../client/account/log-events');
  const { AccountError } = await import('../client/account/aws-failure');
  const reader = open(wanted);
  const { sources, read } = logSources(reader, wanted, keep);
  return {
    sources,
    told: (times) => toldOf(read, wanted, times),
    inWords: (error) => (error instanceof AccountError ? new UsageError(error.message, { cause: error }) : error),
    close: reader.close,
  };
}

const MEGABYTE = 1_000_000;

function toldOf({ events, bytes, requests, stoppedAt }: LogsRead, { most }: LogsWanted, times: Times): string {
  const size = (bytes / MEGABYTE).toFixed(1);
  const asked = requests === 1 ? '1 request' : `${grouped(requests)} requests`;
  const paid = `${asked} (FilterLogEvents costs nothing; outside of AWS ${size} MB are data transfer)`;
  const read = `Read ${grouped(events)} lines of CloudWatch Logs with ${paid}.`;
  if (stoppedAt === undefined) return read;
  const less = 'read less with --since, --until or --pattern, or more with --most';
  return `${read}\nStopped at ${times.at(stoppedAt)}, after ${grouped(most)} lines (--most): what is later was not seen; ${less}.`;
}
