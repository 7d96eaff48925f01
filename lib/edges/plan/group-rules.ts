import { type Cidr, contains, overlaps, parseCidr } from '../../core/address';
import { without } from '../../core/cidr-set';
import type { Ports } from '../../core/ruleset';
import type { GroupRule, NewRule, RuleTarget } from '../ports';

/** A rule of a group that allows a range, and the ranges that stand (or shall stand) in its place. */
export interface OpenRule {
  readonly rule: NewRule;
  readonly range: Cidr;
}

/** What makes two rules the same to EC2: protocol, ports and source. */
export const ruleKey = (target: RuleTarget, cidr: string): string =>
  `${target.protocol} ${target.ports === null ? '*' : `${target.ports.from}:${target.ports.to}`} ${cidr}`;

export const keyOfRule = (rule: NewRule): string => ruleKey(rule, rule.cidr);

/** The rule as one that could be made again; undefined for a rule whose source is a group or a prefix list. */
export function asNewRule(rule: GroupRule): NewRule | undefined {
  if (rule.source.kind === 'other') return undefined;
  const { protocol, ports, description, tags } = rule;
  return { protocol, ports, description, tags, family: rule.source.family, cidr: rule.source.cidr };
}

export function readRange(cidr: string): Cidr {
  const range = parseCidr(cidr);
  if (!range) throw new Error(`not a CIDR: ${JSON.stringify(cidr)}`);
  return range;
}

const NAMES: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp' };

/** Whether a ban of these ports concerns what the rule lets in. */
export function concerns(ports: Ports, rule: RuleTarget): boolean {
  if (ports === 'all' || rule.protocol === '-1') return true;
  const protocol = NAMES[rule.protocol] ?? rule.protocol;
  if (protocol !== 'tcp' && protocol !== 'udp') return false;
  if (ports.protocol !== 'all' && ports.protocol !== protocol) return false;
  const open = rule.ports;
  return open === null || ports.ranges.some((range) => range.from <= open.to && open.from <= range.to);
}

/** `pieces` without `hole`, as the fewest CIDRs. */
export const cutOut = (pieces: readonly Cidr[], hole: Cidr): readonly Cidr[] =>
  pieces.flatMap((piece) => {
    if (!overlaps(piece, hole)) return [piece];
    return contains(hole, piece) ? [] : without(piece, hole);
  });

/** What of `whole` none of `parts` holds, as the fewest CIDRs. */
export const remainder = (whole: Cidr, parts: readonly Cidr[]): readonly Cidr[] =>
  parts.reduce<readonly Cidr[]>((left, part) => cutOut(left, part), [whole]);

/** As the console writes it: `tcp 22`, `udp 5060-5061`, `all traffic`. */
export function targetText({ protocol, ports }: RuleTarget): string {
  if (protocol === '-1') return 'all traffic';
  if (ports === null) return protocol;
  return `${protocol} ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
}
