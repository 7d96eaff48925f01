import type { Ban } from '../../../core/ban';
import type { Seconds } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import { timesIn } from '../../print/time';

/** This machine's zone, as fail2ban-client has it. */
export const localTimes = () => timesIn(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** As fail2ban shows the end of a ban that never ends. */
const NEVER_ENDS = '9999-12-31 23:59:59';

/** `192.0.2.1 <tab>2026-11-20 04:50:45 + 600 = 2026-11-20 05:00:45` */
export function withTime({ ip, time, end }: Ban, at: (time: Seconds) => string): string {
  const [length, until] = end === null ? [-1, NEVER_ENDS] : [Math.trunc(end - time), at(end)];
  return `${visible(ip)} \t${at(time)} + ${length} = ${until}`;
}

/** Who made a ban that failures did not make. */
export const MADE = { manual: 'by an operator', request: 'on request', list: 'by a list' } as const;

/** For people: `until 2026-11-20 05:00:45`, or `for ever`. */
export const untilText = (end: Seconds | null, at: (time: Seconds) => string): string =>
  end === null ? 'for ever' : `until ${at(end)}`;

/** The bans by their end; those that never end last. */
export const byEnd = (bans: readonly Ban[]): readonly Ban[] =>
  [...bans].sort((a, b) => (a.end ?? Number.MAX_VALUE) - (b.end ?? Number.MAX_VALUE));

/** A ban in the words of `replay --json`. */
export const banJson = ({ jail, ip, time, end: until, failures, bancount, origin, reason }: Ban) => ({
  ...{ jail, ip, time, until, failures, bancount, origin },
  ...(reason !== undefined && { reason }),
});
