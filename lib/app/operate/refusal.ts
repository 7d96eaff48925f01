import { type Cidr, parseCidr } from '../../core/address';
import { createProtection } from '../../core/protect';
import type { Jail, Ruleset } from '../../core/ruleset';
import { mayCover } from '../enforce/edge-rules';

/**
 * Why what was typed cannot be banned, or counted; `elsewhere`: the range holds an address that another jail protects;
 * `range`: one address is wanted.
 */
export type Refusal =
  | 'no-address'
  | 'range'
  | 'everything'
  | 'ignoreip'
  | 'ignoreself'
  | 'never-ban'
  | 'elsewhere'
  | 'panic';

export type Target =
  | { readonly kind: 'range'; readonly cidr: Cidr }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Whom an operator may ban. fail2ban bans whatever is typed; here the edges refuse a protected address at the last step,
 * so that a ban of one would stand in the table and close nothing: it is not made.
 */
export const banTarget = (ruleset: Ruleset, jail: Jail, text: string): Target => banTargets(ruleset, jail)(text);

/** As `banTarget`, for many: whom the jails spare is read once. */
export function banTargets(ruleset: Ruleset, jail: Jail): (text: string) => Target {
  const protection = createProtection({ ...jail, self: ruleset.protect });
  const covers = mayCover(ruleset);
  return (text) => {
    const cidr = parseCidr(text);
    if (!cidr) return { kind: 'refused', refusal: 'no-address' };
    if (ruleset.panic) return { kind: 'refused', refusal: 'panic' };
    if (cidr.prefix === 0) return { kind: 'refused', refusal: 'everything' };
    const reason = protection.reason(cidr);
    if (reason) return { kind: 'refused', refusal: reason };
    return covers(cidr) ? { kind: 'range', cidr } : { kind: 'refused', refusal: 'elsewhere' };
  };
}
