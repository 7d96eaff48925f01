import type { EdgeConfig } from '../core/ruleset';

/** Names of the functions' environment variables: the stack writes them, the handlers read them. */
const NAMES = {
  table: 'TABLE',
  edges: 'EDGES',
  reportTopic: 'REPORT_TOPIC',
  sender: 'SENDER',
  ownAccount: 'OWN_ACCOUNT',
  stack: 'STACK',
  bus: 'BUS',
} as const;

/** Embedded-metric namespace of everything we measure; every metric carries the dimension `stack`. */
export const METRICS_NAMESPACE = 'Fail2edge';

/** What a handler is told at deploy. Reading one that was not set throws with the variable's name. */
export interface Environment {
  /** Name of the table. */
  readonly table: string;
  /** The ruleset's edges with the ids of what they write to filled in. */
  readonly edges: readonly EdgeConfig[];
  /** ARN of the SNS topic for reports and notices. */
  readonly reportTopic: string;
  /** Sends every report in place of the jails' own senders; undefined: none was given. */
  readonly sender: string | undefined;
  /** Twelve digits: deliveries of another account's log groups are not ours. */
  readonly ownAccount: string;
  /** ARN of the stack's own event bus. */
  readonly bus: string;
  /** The deployment's name; value of the metrics' dimension `stack`. */
  readonly stack: string;
}

/** The variables as a function's configuration wants them; `edges` comes as written by {@link writeEdges}. */
export function writeEnvironment(values: Partial<Record<keyof Environment, string>>): Record<string, string> {
  const given = Object.entries(values) as [keyof Environment, string][];
  return Object.fromEntries(given.map(([key, value]) => [NAMES[key], value]));
}

/** Reads lazily: a function that was given no topic may start, and fails by name when it asks for one. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const required = (key: keyof Environment): string => {
    const value = variables[NAMES[key]];
    if (!value) throw new Error(`Environment variable ${NAMES[key]} is not set`);
    return value;
  };
  return {
    get table() {
      return required('table');
    },
    get edges() {
      return readEdges(required('edges'));
    },
    get reportTopic() {
      return required('reportTopic');
    },
    get sender() {
      return variables[NAMES.sender] || undefined;
    },
    get ownAccount() {
      return required('ownAccount');
    },
    get bus() {
      return required('bus');
    },
    get stack() {
      return required('stack');
    },
  };
}

/** Separates the beginning that a list of ARNs shares from the list; it occurs in no ARN we use. */
const SHARED = '|';

/**
 * A list of ARNs written as `shared beginning|rest,rest`: fifty IP sets' ARNs are over 5 KB, all variables of a function
 * together may have 4 KB (Lambda quota).
 */
export const shorten = (shared: string, rests: readonly string[]): string => `${shared}${SHARED}${rests.join(',')}`;

/** Reads EDGES: JSON of {@link EdgeConfig}s whose option values may be shortened. Throws when it is not a list. */
export function readEdges(json: string): readonly EdgeConfig[] {
  const edges: unknown = JSON.parse(json);
  if (!Array.isArray(edges)) throw new Error(`${NAMES.edges} is not a list`);
  return (edges as EdgeConfig[]).map((edge) => ({ ...edge, options: lengthened(edge.options) }));
}

function lengthened(options: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, lengthen(value)]));
}

function lengthen(value: string): string {
  const [shared = '', rests] = value.startsWith('arn:') ? value.split(SHARED) : [value];
  if (rests === undefined) return value;
  return rests
    .split(',')
    .map((rest) => shared + rest)
    .join(',');
}
