import type { Failure } from '../../core/ban';
import { fromMillis, toMillis } from '../failure-time';

/**
 * A failure as a member of the counter's string set: `<milliseconds in base 36>#<event id>`. With the short event ids
 * that detecting makes, 20 bytes: some 45 fit in one write unit. Where hosts are counted `@<host>` stands before the `#`.
 */
export function toMember({ time, eventId, host }: Failure): string {
  const millis = toMillis(time).toString(36);
  return host === undefined ? `${millis}#${eventId}` : `${millis}@${host}#${eventId}`;
}

/** @returns undefined when the text was not written by {@link toMember}. */
export function fromMember(member: string): Failure | undefined {
  const end = member.indexOf('#');
  const [, time, host] = /^(-?[0-9a-z]{1,11})(?:@([\w-]{1,16}))?$/.exec(member.slice(0, Math.max(0, end))) ?? [];
  if (time === undefined) return undefined;
  const failure = { time: fromMillis(Number.parseInt(time, 36)), eventId: member.slice(end + 1) };
  return host === undefined ? failure : { ...failure, host };
}
