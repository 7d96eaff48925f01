import type { Seconds } from './ruleset';

/**
 * The longest ban that has an end: a hundred thousand years. Later than a quarter of a million no date can be written
 * (ECMA-262, "Time Values"), and what is no number is no time at all.
 */
export const LONGEST_BAN: Seconds = 3.156e12;

/**
 * The greatest `maxretry`. The failures of one address are one item of the table, which holds 400 KB (DynamoDB quota): of this
 * many three times over, with their hosts, at 28 bytes each.
 */
export const MOST_RETRIES = 4000;
