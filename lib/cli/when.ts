import { boundedDuration } from '../config/duration';
import { LONGEST_BAN } from '../core/bounds';
import type { Seconds } from '../core/ruleset';

/** Ten digits and more: seconds since 1970 of the years after 2001. */
const EPOCH = /^\d{10,}(?:\.\d+)?$/;
/** ISO 8601, with a blank in place of its T as well; without a zone it is this machine's. */
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A moment as an operator types it: a time back (`24h`, `1d12h`), a date (`2026-11-18`, `2026-11-18T06:00Z`), or seconds since
 * 1970. @returns seconds since the epoch; undefined: it is none of these.
 */
export function parseWhen(text: string, clock: Seconds): Seconds | undefined {
  const typed = text.trim();
  if (EPOCH.test(typed)) return Number(typed) <= LONGEST_BAN ? Number(typed) : undefined;
  if (DATE.test(typed)) {
    const written = typed.length === '2026-11-18'.length ? `${typed}T00:00` : typed.replace(' ', 'T');
    const time = new Date(written).getTime();
    return Number.isNaN(time) ? undefined : time / 1000;
  }
  const back = boundedDuration(typed);
  return back === undefined || back < 0 ? undefined : clock - back;
}
