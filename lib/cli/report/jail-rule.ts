import type { Jail } from '../../core/ruleset';
import { duration } from '../print/time';

/** `5 failures in 10m, for 1h` */
export function ruleOf({ maxretry, findtime, bantime, countsBans }: Jail): string {
  const length = bantime < 0 ? 'for ever' : `for ${duration(bantime)}`;
  return `${maxretry} ${countsBans ? 'bans' : 'failures'} in ${duration(findtime)}, ${length}`;
}
