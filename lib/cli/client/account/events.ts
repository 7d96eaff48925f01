import type { AppEvent } from '../../../core/event';
import { ownLogGroup } from '../../../core/own-log-group';
import type { Seconds } from '../../../core/ruleset';
import { AccountError, isMissing, type Place } from './aws-failure';
import { type LogEvent, openLogs } from './log-events';

/** A command of an operator that changed something. */
export interface OperatorSaid {
  readonly event: 'said';
  readonly time: Seconds;
  readonly by: string;
  readonly said: string;
  /** Bans it changed that are not told one by one. */
  readonly more: number;
}

export type Told = AppEvent | OperatorSaid;

/** What happened since a moment. */
export interface EventReader {
  /** Events from `from` to `to`, milliseconds since the epoch, in their order; one that was told before is not told again. */
  readonly read: (from: number, to: number) => Promise<readonly Told[]>;
  readonly close: () => void;
}

/** The functions that ban and lift, by the names of their logs. */
const FUNCTIONS = ['detect', 'enforce', 'expire', 'setup'];

/** Those that only a deployment with bans on request, or with lists, has. */
const SHARING: readonly string[] = ['request', 'lists'];

const PATTERN = '{ ($.event = "ban") || ($.event = "prolong") || ($.event = "unban") || ($.event = "overflow") }';

/** The events of a deployment, from the logs of its functions. */
export function deployedEvents(place: Place): EventReader {
  const reader = openLogs({ region: place.region });
  const told = new Set<string>();
  const readOne = async (name: string, from: number, to: number): Promise<readonly LogEvent[]> => {
    const found: LogEvent[] = [];
    const group = ownLogGroup(place.stack, name);
    try {
      for await (const page of reader.read({ group, from, to, pattern: PATTERN })) found.push(...page);
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      if (SHARING.includes(name) && isMissing(error)) return found;
      throw new AccountError(`the events stand in the log group ${group}, which cannot be read: ${error.message}`);
    }
    return found;
  };
  return {
    read: async (from, to) => {
      const each = await Promise.all([...FUNCTIONS, ...SHARING].map((name) => readOne(name, from, to)));
      const news = each.flat().filter(({ timestamp, stream, message }) => {
        const key = `${timestamp} ${stream} ${message}`;
        return !told.has(key) && told.add(key);
      });
      return news.sort((a, b) => a.timestamp - b.timestamp).flatMap(({ message }) => eventOf(message));
    },
    close: reader.close,
  };
}

/** The event of a log line; nothing for a line that holds none. */
function eventOf(message: string): readonly AppEvent[] {
  try {
    const { level: _, ...event } = JSON.parse(message) as AppEvent & { readonly level?: string };
    return typeof event.event === 'string' ? [event as AppEvent] : [];
  } catch {
    return [];
  }
}
