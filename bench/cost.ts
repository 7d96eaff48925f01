import type { TableUse } from './tasks/tasks';

/** us-east-1, USD: DynamoDB on demand, Lambda on arm64. */
const WRITE = 0.625 / 1e6;
const READ = 0.125 / 1e6;
const GB_SECOND = 0.0000133334;
const INVOCATION = 0.2 / 1e6;
/** A function has one core at this memory; below it, a share: a second of CPU always costs the same. */
const GB_A_CORE = 1.769;
/** CPU of one request through the SDK, seconds, as measured without TLS. */
const REQUEST = 0.0003;

/** USD for a million lines: the table's writes and reads, the function's CPU and its invocations. */
export function costOfMillion(use: TableUse, cpuMicroseconds: number): number {
  const million = 1e6 / use.lines;
  const requests = use.writes + use.reads;
  const seconds = cpuMicroseconds + requests * million * REQUEST;
  const lambda = seconds * GB_A_CORE * GB_SECOND + use.batches * million * INVOCATION;
  return lambda + million * (use.writes * WRITE + use.reads * READ);
}
