import type { AppEvent } from '../core/event';
import type { EdgeMetric, JailMetric } from '../core/metric';
import type { Clock, Emit } from '../core/ports';
import type { Seconds } from '../core/ruleset';
import { METRICS_NAMESPACE } from './environment';
import { jsonLine, toStandardOutput } from './json-line';

export interface MetricsOptions {
  /** The deployment's name: value of the dimension `stack`. */
  readonly stack: string;
  readonly clock: Clock;
  /** Takes whole lines. @default standard output */
  readonly write?: (lines: string) => void;
}

export interface Metrics {
  /** Counts what an event says of its jail. */
  readonly emit: Emit;
  readonly count: (jail: string, metric: JailMetric, by?: number) => void;
  readonly lag: (jail: string, seconds: Seconds) => void;
  /** What an edge came to; 0 is said too, or an alarm would never end. */
  readonly edge: (edge: string, levels: Readonly<Record<EdgeMetric, number>>) => void;
  /** A ticket on the table that cannot be read. */
  readonly unreadable: () => void;
  /** Recipients of reports that take nothing. */
  readonly refused: (recipients: number) => void;
  /** Writes what was counted since the last time, in one piece: a line a jail and edge, none when nothing was. */
  readonly flush: () => void;
}

/**
 * Metrics in CloudWatch's embedded metric format: lines in the log, no request and no right of its own
 * (docs.aws.amazon.com, CloudWatch, "Specification: Embedded metric format"). A line holds one value of each dimension,
 * so each jail has its own.
 */
export function createMetrics({ stack, clock, write = toStandardOutput }: MetricsOptions): Metrics {
  const jails = new Map<string, Map<string, number>>();
  const edges = new Map<string, Map<string, number>>();
  const whole = new Map<string, number>();

  const count = (jail: string, metric: JailMetric, by = 1): void => {
    const values = valuesOf(jails, jail);
    values.set(metric, (values.get(metric) ?? 0) + by);
  };
  const line = (sets: readonly (readonly string[])[], names: Record<string, string>, values: Map<string, number>) =>
    jsonLine({
      _aws: {
        Timestamp: Math.round(clock() * 1000),
        CloudWatchMetrics: [
          { Namespace: METRICS_NAMESPACE, Dimensions: sets, Metrics: [...values.keys()].map(definition) },
        ],
      },
      stack,
      ...names,
      ...Object.fromEntries(values),
    });

  return {
    emit: (event) => {
      if (event.event === 'overflow') return;
      for (const metric of metricsOf(event)) count(event.jail, metric);
    },
    count,
    lag: (jail, seconds) => {
      const values = valuesOf(jails, jail);
      values.set('lag', Math.max(values.get('lag') ?? 0, seconds));
    },
    edge: (edge, levels) => {
      for (const [name, level] of Object.entries(levels)) valuesOf(edges, edge).set(name, level);
    },
    unreadable: () => {
      whole.set('unreadable', (whole.get('unreadable') ?? 0) + 1);
    },
    refused: (recipients) => {
      if (recipients > 0) whole.set('refused', (whole.get('refused') ?? 0) + recipients);
    },
    flush: () => {
      const lines = [
        ...[...jails].map(([jail, values]) => line([['stack', 'jail']], { jail }, values)),
        ...[...edges].map(([edge, values]) => line([['stack'], ['stack', 'edge']], { edge }, values)),
        ...(whole.size > 0 ? [line([['stack']], {}, whole)] : []),
      ];
      jails.clear();
      edges.clear();
      whole.clear();
      if (lines.length > 0) write(lines.join(''));
    },
  };
}

function valuesOf(all: Map<string, Map<string, number>>, name: string): Map<string, number> {
  const known = all.get(name);
  if (known) return known;
  const created = new Map<string, number>();
  all.set(name, created);
  return created;
}

const UNITS: Readonly<Record<string, string>> = { lag: 'Seconds', full: 'Percent' };
const definition = (Name: string) => ({ Name, Unit: UNITS[Name] ?? 'Count' });

const METRICS: Readonly<Record<AppEvent['event'], readonly JailMetric[]>> = {
  ...{ found: ['found'], ban: ['banned'], unban: ['unbanned'], ignored: ['ignored'] },
  ...{ prolong: [], overflow: [] },
};
const AMBIGUOUS: readonly JailMetric[] = ['ignored', 'ambiguous'];
const INVALID: readonly JailMetric[] = ['ignored', 'invalid'];

function metricsOf(event: AppEvent): readonly JailMetric[] {
  if (event.event !== 'ignored') return METRICS[event.event];
  if (event.reason === 'ambiguous') return AMBIGUOUS;
  return event.reason === 'invalid-address' ? INVALID : METRICS.ignored;
}
