import type { Failure } from '../../core/ban';
import { fromMillis, toMillis } from '../failure-time';

/**
 * A failure as a member of the counter's string set: `<milliseconds in base 36>#<event id>`. With the short event ids
 * that detecting makes, 20 bytes: some 45 fit in one write unit.
 */
export const toMember = (failure: Failure): string => `${toMillis(failure.time).toString(36)}#${failure.eventId}`;

/** @returns undefined when the text was not written by {@link toMember}. */
export function fromMember(member: string): Failure | undefined {
  const end = member.indexOf('#');
  const time = member.slice(0, end);
  if (end < 0 || !/^-?[0-9a-z]{1,11}$/.test(time)) return undefined;
  return { time: fromMillis(Number.parseInt(time, 36)), eventId: member.slice(end + 1) };
}
