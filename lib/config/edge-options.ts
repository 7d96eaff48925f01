import type { EdgeKind } from '../core/ruleset';

/** Whether a value will do, and the hint when it will not. */
export interface EdgeOption {
  readonly accepts: (value: string) => boolean;
  readonly hint: string;
}

const words = (value: string): readonly string[] => value.split(/[\s,]+/).filter((word) => word !== '');

const oneOf = (...choices: readonly string[]): EdgeOption => ({
  accepts: (value) => choices.includes(value),
  hint: `one of ${choices.join(', ')}`,
});

const idsLike = (pattern: RegExp, hint: string): EdgeOption => ({
  accepts: (value) => words(value).every((word) => pattern.test(word)),
  hint,
});

const MODE = oneOf('sync', 'ban-only', 'dry-run');

/** A rule-number range of a network ACL: EC2 allows 1 to 32766. */
const isRuleRange = (value: string): boolean => {
  const parts = /^(\d{1,5})\s*-\s*(\d{1,5})$/.exec(value);
  const [from, to] = [Number(parts?.[1]), Number(parts?.[2])];
  return parts !== null && from >= 1 && from <= to && to <= 32766;
};

const isSetCount = (value: string): boolean => /^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= 25;

/** EC2 allows 40 rules each way and family at most, the closing `*` and one allow among them. */
const isEntryCount = (value: string): boolean => /^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= 38;

/** Options of the edges' action files; their defaults stand in `config/action.d`. */
export const EDGE_OPTIONS: Readonly<Record<EdgeKind, Readonly<Record<string, EdgeOption>>>> = {
  'aws-waf': {
    scope: oneOf('REGIONAL', 'CLOUDFRONT'),
    ipsets: idsLike(/^arn:[\w-]+:wafv2:[\w-]+:\d{12}:(?:regional|global)\/ipset\/[\w-]+\/[\w-]+$/, 'ARNs of IP sets'),
    sets: { accepts: isSetCount, hint: 'a whole number from 1 to 25' },
    forwardedip: {
      accepts: (value) => /^[\w-]*$/.test(value),
      hint: 'a header name such as X-Forwarded-For, or empty',
    },
    mode: MODE,
  },
  'aws-nacl': {
    networkacl: idsLike(
      /^(?:(?:acl|vpc)-[0-9a-f]+|tag:[\w.:/+@-]+=[\w.:/+=@-]+)$/,
      'acl-0123456789abcdef0, or vpc-... or tag:KEY=VALUE for all of a VPC or tag',
    ),
    rules: { accepts: isRuleRange, hint: 'a range of rule numbers such as 1-90' },
    selective: oneOf('auto', 'yes', 'no'),
    capacity: { accepts: isEntryCount, hint: 'a whole number from 1 to 38' },
    mode: MODE,
  },
  'aws-security-group': {
    securitygroup: idsLike(/^sg-[0-9a-f]+$/, 'ids such as sg-0123456789abcdef0'),
    mode: MODE,
  },
  'aws-prefix-list': {
    prefixlist: idsLike(/^pl-[0-9a-f]+$/, 'ids such as pl-0123456789abcdef0'),
    mode: MODE,
  },
};

/** Options every action takes in fail2ban; an edge reads the first three and ignores the rest. */
export const COMMON_OPTIONS: readonly string[] = [
  'port',
  'protocol',
  'type',
  'name',
  'actname',
  'chain',
  'bantime',
  'timeout',
  'norestored',
  'blocktype',
];

export const isEdgeKind = (name: string): name is EdgeKind => Object.hasOwn(EDGE_OPTIONS, name);
