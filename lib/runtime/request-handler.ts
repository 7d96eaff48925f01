import { type BanRequest, readBanRequest } from '../app/share/ban-request';
import type { RequestOutcome } from '../app/share/request-ban';
import type { Clock } from '../core/ports';
import type { Seconds } from '../core/ruleset';
import { visible } from '../core/visible';

/** What EventBridge delivers (EventBridge user guide, "Event structure"); `account` and `time` are its own words. */
export interface BusEvent {
  readonly account?: unknown;
  readonly source?: unknown;
  readonly time?: unknown;
  readonly detail?: unknown;
}

export interface RequestParts {
  readonly requestBan: (request: BanRequest, time: Seconds) => Promise<RequestOutcome>;
  readonly clock: Clock;
  /** Told of every event that banned nobody, and why. */
  readonly onRefused: (why: string, by: string) => void;
  readonly flush: () => void;
}

/**
 * `BanRequested` from the event bus. An event that no retry can make better is refused, not thrown. Throws when the table
 * fails: Lambda tries again, then it goes to the failure queue.
 */
export const requestHandler =
  ({ requestBan, clock, onRefused, flush }: RequestParts) =>
  async (event: BusEvent): Promise<{ readonly kind: RequestOutcome['kind'] | 'rejected' }> => {
    const by = askerOf(event);
    try {
      const read = readBanRequest(event.detail);
      if (read.kind === 'rejected') {
        onRefused(read.why, by);
        return { kind: 'rejected' };
      }
      const reason = read.request.reason === undefined ? by : `${by}: ${visible(read.request.reason)}`;
      const outcome = await requestBan({ ...read.request, reason }, timeOf(event, clock()));
      if (outcome.kind === 'refused') onRefused(outcome.why, by);
      return { kind: outcome.kind };
    } finally {
      flush();
    }
  };

/** Who asked, as EventBridge says; `source` is the asker's own word. */
function askerOf({ account, source }: BusEvent): string {
  const who = typeof account === 'string' && /^\d{12}$/.test(account) ? account : 'unknown account';
  return `asked by ${who}, ${typeof source === 'string' ? visible(source.slice(0, 100)) : 'unknown source'}`;
}

/** The event's time, whole seconds; never after now. */
function timeOf({ time }: BusEvent, now: Seconds): Seconds {
  const millis = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(millis) ? now : Math.min(now, millis / 1000);
}
