import { fixedOffset } from './zone-names';

/** Seconds to add to UTC to get local time at the instant `time` (seconds since the epoch). */
type OffsetAt = (time: number) => number;

/** Offsets change on quarter-hours of UTC in every zone since 1972, so one answer holds for a whole quarter. */
const QUARTER = 900;
const DAY = 86_400;
const REMEMBERED = 50_000;

const zones = new Map<string, OffsetAt>();

/**
 * The instant, in seconds since the epoch, at which a clock in `zone` shows the wall time that `wall` (seconds) would be in UTC.
 * A wall time that happens twice (clocks go back) is its first occurrence; one that never happens (clocks go forward) is read
 * with the offset before the change, that is, later by the gap: PEP 495 with fold 0.
 * @param zone an IANA name, or a fixed zone (see `fixedOffset`). Fixed abbreviations win over IANA names spelled alike.
 * @throws RangeError when the zone is unknown.
 */
export function wallToTime(wall: number, zone: string): number {
  const offsetAt = offsetsOf(zone);
  const before = offsetAt(wall - DAY);
  const after = offsetAt(wall + DAY);
  if (before === after || offsetAt(wall - before) === before) return wall - before;
  return offsetAt(wall - after) === after ? wall - after : wall - before;
}

/** What a clock in `zone` shows at `time`, as the seconds since the epoch that reading would be in UTC. */
export function timeToWall(time: number, zone: string): number {
  return time + offsetsOf(zone)(time);
}

/** Whether `zone` is an IANA name or a fixed zone that dates can be read in. */
export function isZone(zone: string): boolean {
  try {
    offsetsOf(zone);
    return true;
  } catch {
    return false;
  }
}

function offsetsOf(zone: string): OffsetAt {
  const known = zones.get(zone);
  if (known) return known;
  const fixed = fixedOffset(zone);
  const offsetAt = fixed === undefined ? ianaOffsets(zone) : () => fixed;
  zones.set(zone, offsetAt);
  return offsetAt;
}

function ianaOffsets(zone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const remembered = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER);
    const known = remembered.get(quarter);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED) remembered.clear();
    const offset = wallOf(format, quarter * QUARTER) - quarter * QUARTER;
    remembered.set(quarter, offset);
    return offset;
  };
}

function wallOf(format: Intl.DateTimeFormat, time: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(time * 1000)) part[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
