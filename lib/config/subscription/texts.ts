import type { FilterRules, Jail } from '../../core/ruleset';
import { looksAtIgnoreregexFirst } from '../../detect/prepared';
import { alternativesOf } from './alternatives';
import { needsOf } from './needs';

/**
 * What the detect function looks for before it reads a record: see `Jail.needs`. Nothing for a jail whose ignoreregexes are
 * looked at first: its report counts what they hit in lines that no failregex matches.
 */
export function textsOf(jail: Jail): { readonly needs?: readonly string[] } {
  if (jail.countsBans || [jail.rules, jail.journalRules].some(countsIgnored)) return {};
  const found = needsOf(jail);
  return found.kind === 'some' ? { needs: alternativesOf(found.needs) } : {};
}

const countsIgnored = (rules: FilterRules | undefined): boolean =>
  rules !== undefined && looksAtIgnoreregexFirst(rules);
