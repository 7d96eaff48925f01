import { parseCidr } from '../../core/address';
import { EdgeApiError } from '../../edges/api-error';
import type { GroupRule, NewRule, RuleSource, SecurityGroups } from '../../edges/ports';

/** Ingress rules of one family in a group; EC2's default. */
const DEFAULT_QUOTA = 60;

/** The embedded account's security groups, ingress only, with the real quota. */
export interface LocalSecurityGroups extends SecurityGroups {
  add(group: string, rules?: readonly NewRule[]): void;
  /** A rule that allows a group or a prefix list. */
  refer(group: string, id: string): void;
  rules(group: string): readonly GroupRule[];
}

/** @param quota rules of one family. */
export function localSecurityGroups(quota = DEFAULT_QUOTA): LocalSecurityGroups {
  const groups = new Map<string, Map<string, GroupRule>>();
  let made = 0;
  const find = (group: string, operation: string): Map<string, GroupRule> => {
    const rules = groups.get(group);
    if (!rules) throw new EdgeApiError('not-found', operation, `there is no security group ${group}`);
    return rules;
  };
  const insert = (rules: Map<string, GroupRule>, rule: Omit<GroupRule, 'id'>): void => {
    const id = `sgr-${(++made).toString(16).padStart(17, '0')}`;
    rules.set(id, { ...rule, id });
  };
  const authorize = (group: string, added: readonly NewRule[]) => {
    const rules = find(group, 'AuthorizeSecurityGroupIngress');
    for (const rule of added) check(rule);
    const keys = [...[...rules.values()].map(identity), ...added.map((rule) => identity(stored(rule)))];
    if (new Set(keys).size < keys.length) return 'duplicate';
    for (const family of ['ipv4', 'ipv6'] as const) {
      const used = [...rules.values()].filter(({ source }) => counts(source, family)).length;
      const more = added.filter((rule) => rule.family === family).length;
      if (more > 0 && used + more > quota) return 'limit-exceeded';
    }
    for (const rule of added) insert(rules, stored(rule));
    return 'done';
  };
  return {
    add: (group, rules = []) => {
      groups.set(group, new Map());
      authorize(group, rules);
    },
    refer: (group, id) =>
      insert(find(group, 'refer'), {
        protocol: 'tcp',
        ports: { from: 22, to: 22 },
        source: { kind: 'other', id },
        description: undefined,
        tags: {},
      }),
    rules: (group) => [...find(group, 'rules').values()],
    describe: async (ids) =>
      new Map(ids.map((group) => [group, [...find(group, 'DescribeSecurityGroupRules').values()]])),
    authorize: async (group, rules) => authorize(group, rules),
    revoke: async (group, ids) => {
      const rules = find(group, 'RevokeSecurityGroupIngress');
      if (ids.some((id) => !rules.has(id))) return 'missing';
      for (const id of ids) rules.delete(id);
      return 'done';
    },
  };
}

const counts = (source: RuleSource, family: 'ipv4' | 'ipv6'): boolean =>
  source.kind === 'other' || source.family === family;

const stored = ({ family, cidr, ...rule }: NewRule): Omit<GroupRule, 'id'> => ({
  ...rule,
  source: { kind: 'cidr', family, cidr },
});

const identity = ({ protocol, ports, source }: Omit<GroupRule, 'id'>): string =>
  JSON.stringify([protocol, ports?.from, ports?.to, source.kind === 'cidr' ? source.cidr : source.id]);

function check(rule: NewRule): void {
  const range = parseCidr(rule.cidr);
  const ported = rule.protocol === '-1' || rule.ports !== null;
  if (range?.family === rule.family && ported) return;
  throw new EdgeApiError('invalid', 'AuthorizeSecurityGroupIngress', `EC2 does not take ${JSON.stringify(rule)}`);
}
