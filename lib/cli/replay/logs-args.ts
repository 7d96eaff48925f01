import type { Seconds } from '../../core/ruleset';
import { UsageError } from '../io';
import { parseWhen } from '../when';
import type { ReplayOption } from './options';

/** What is read of CloudWatch Logs. */
export interface LogsWanted {
  readonly groups: readonly string[];
  /** Seconds since the epoch, both included. */
  readonly since: Seconds;
  readonly until: Seconds;
  readonly pattern: string | undefined;
  /** Lines after which reading stops, of all groups together. */
  readonly most: number;
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

const MOST = 1_000_000;
const ONLY_LOGS = ['since', 'until', 'pattern', 'most', 'region', 'profile'] as const;

interface Typed {
  readonly groups: readonly string[];
  readonly text: (name: ReplayOption) => string | undefined;
  readonly clock: Seconds;
}

/** @returns undefined when no group is named. @throws UsageError for what is no time, no number, or has no effect. */
export function logsWanted({ groups, text, clock }: Typed): LogsWanted | undefined {
  if (groups.length === 0) {
    const lost = ONLY_LOGS.find((name) => text(name) !== undefined);
    if (lost !== undefined) throw new UsageError(`--${lost}: belongs to --logs GROUP, and none is named`);
    return undefined;
  }
  const since = moment('since', text('since') ?? '24h', clock);
  const until = moment('until', text('until') ?? '0', clock);
  if (since >= until) {
    throw new UsageError(`--since ${text('since') ?? '24h'} --until ${text('until') ?? 'now'}: ends before it begins`);
  }
  const most = Number(text('most') ?? MOST);
  if (!Number.isInteger(most) || most < 1) throw new UsageError(`--most ${text('most')}: a whole number of lines`);
  const names = [...new Set(groups.map((group) => group.replace(/:\*$/, '')))];
  return {
    groups: names,
    since,
    until,
    most,
    pattern: text('pattern'),
    region: text('region'),
    profile: text('profile'),
  };
}

function moment(option: string, typed: string, clock: Seconds): Seconds {
  const time = parseWhen(typed, clock);
  if (time !== undefined) return time;
  throw new UsageError(
    `--${option} ${typed}: a time back such as 24h, a date such as 2026-11-18T06:00Z, or seconds since 1970`,
  );
}
