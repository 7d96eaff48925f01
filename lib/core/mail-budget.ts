import type { Seconds } from './ruleset';

const HOUR: Seconds = 3_600;
const DAY: Seconds = 86_400;
/** Mails an hour, and after how many in a day they come one an hour: under 50 a day, however long an attack lasts. */
const AN_HOUR = 12;
const BRISK = 25;

/**
 * Whether one more mail may go to a recipient who got one at each of `sent` (seconds since the epoch).
 * What may not go now waits and goes with the next: nothing is lost by a cap, reports only grow longer.
 */
export function mayMail(sent: readonly Seconds[], now: Seconds): boolean {
  const since = (age: Seconds) => sent.filter((time) => time > now - age).length;
  return since(HOUR) < (since(DAY) < BRISK ? AN_HOUR : 1);
}

/** The times that can still matter to `mayMail`. */
export const recentMails = (sent: readonly Seconds[], now: Seconds): readonly Seconds[] =>
  sent.filter((time) => time > now - DAY);
