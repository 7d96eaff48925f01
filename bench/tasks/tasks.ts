/** What a worker process is asked to do, and what it answers. Times are microseconds of CPU. */
export type Task =
  /** Decodes every payload. */
  | { readonly task: 'floor'; readonly payloads: string }
  /** The detect function on every payload. */
  | { readonly task: 'detect'; readonly payloads: string; readonly ruleset: string }
  /** Decode, then the expressions alone and the whole matcher alone on the same lines, timed apart. */
  | { readonly task: 'matcher'; readonly payloads: string; readonly ruleset: string }
  /** The detect function on the first payload of a process. */
  | { readonly task: 'cold'; readonly payloads: string; readonly ruleset: string }
  /** The detect function's calls of the table, batch by batch. */
  | { readonly task: 'table'; readonly payloads: string; readonly ruleset: string }
  /** The slowest line of 64 KiB against the filters of a file. */
  | { readonly task: 'slowest'; readonly targets: string; readonly step: number };

export interface Whole {
  readonly lines: number;
  /** Of the whole process, its start included. */
  readonly cpu: number;
  /** The most memory it held, MB. */
  readonly memory: number;
  readonly matched?: number;
}

export interface MatcherTimes {
  readonly lines: number;
  readonly floor: number;
  readonly search: number;
  readonly match: number;
}

export interface TableUse {
  readonly lines: number;
  readonly batches: number;
  /** Of a batch, at most: writes beyond distinct failing (jail, id) and bans. */
  readonly excess: number;
  /** Calls of any kind in batches that held no failure, and how many such batches there were. */
  readonly idleCalls: number;
  readonly idleBatches: number;
  readonly writes: number;
  readonly reads: number;
  readonly prunes: number;
}
