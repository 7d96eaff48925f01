import type { Cidr } from '../../core/address';
import type { EdgeConfig } from '../../core/ruleset';
import type { EdgeAccounts } from '../../edges/definition';
import { createBuckets } from '../../edges/run/bucket';
import { parseIpSetArn } from '../../edges/run/ip-set-arn';
import { isToken, listOption, wholeOption } from '../../edges/run/options';
import type { Pace } from '../../edges/run/pace';
import { memoryRules } from '../../stores/memory/rule-memory';
import { type LocalIpSets, localIpSets } from './ip-sets';
import { type LocalNetworkAcls, localNetworkAcls } from './network-acls';
import { type LocalPrefixLists, localPrefixLists } from './prefix-lists';
import { type LocalSecurityGroups, localSecurityGroups } from './security-groups';

/** An AWS account in this process: what replay enforces on. */
export interface LocalAccount {
  readonly accounts: EdgeAccounts;
  /** The given edges, with the ids of what was made for them. */
  readonly configs: readonly EdgeConfig[];
  readonly ipSets: LocalIpSets;
  readonly networkAcls: LocalNetworkAcls;
  readonly securityGroups: LocalSecurityGroups;
  readonly prefixLists: LocalPrefixLists;
}

/** Makes everything the edges' options name, or, where they name nothing, what a deploy would make for them. */
export function localAccount(configs: readonly EdgeConfig[], mayCover: (cidr: Cidr) => boolean): LocalAccount {
  const parts = {
    ipSets: localIpSets(),
    networkAcls: localNetworkAcls(),
    securityGroups: localSecurityGroups(),
    prefixLists: localPrefixLists(),
  };
  const accounts: EdgeAccounts = {
    ipSets: () => parts.ipSets,
    networkAcls: () => parts.networkAcls,
    securityGroups: () => parts.securityGroups,
    prefixLists: () => parts.prefixLists,
    memory: memoryRules(),
    pace: instantPace(),
    buckets: createBuckets(),
    sharedBuckets: createBuckets(),
    mayCover,
  };
  return { ...parts, accounts, configs: configs.map((config, at) => equip(config, at, parts)) };
}

type Parts = Pick<LocalAccount, 'ipSets' | 'networkAcls' | 'securityGroups' | 'prefixLists'>;

function equip(config: EdgeConfig, at: number, parts: Parts): EdgeConfig {
  const withOption = (key: string, ids: readonly string[]): EdgeConfig => ({
    ...config,
    options: { ...config.options, [key]: ids.join(' ') },
  });
  const idsOf = (key: string, made: readonly string[]): readonly string[] => {
    const given = listOption(config, key).filter((id) => !isToken(id));
    return given.length > 0 ? given : made;
  };
  const hex = (at + 1).toString(16).padStart(16, '0');
  switch (config.kind) {
    case 'aws-waf': {
      const arns = idsOf('ipsets', madeArns(config, at));
      arns.forEach((arn, n) => {
        parts.ipSets.add(arn, familyOf(arn, n, arns.length));
      });
      return withOption('ipsets', arns);
    }
    case 'aws-nacl': {
      const acls = idsOf('networkacl', [`acl-${hex}`]);
      for (const acl of acls) parts.networkAcls.add(acl);
      return withOption('networkacl', acls);
    }
    case 'aws-security-group': {
      const groups = idsOf('securitygroup', [`sg-${hex}`]);
      for (const group of groups) parts.securityGroups.add(group, OPEN);
      return withOption('securitygroup', groups);
    }
    case 'aws-prefix-list': {
      const lists = idsOf('prefixlist', [`pl-4${hex}`, `pl-6${hex}`]);
      lists.forEach((list, n) => {
        parts.prefixLists.add(list, n % 2 === 0 ? 'ipv4' : 'ipv6');
      });
      return withOption('prefixlist', lists);
    }
  }
}

/** A group that lets everybody in, as the services behind it are meant to be reached. */
const OPEN = [
  { protocol: '-1', ports: null, family: 'ipv4', cidr: '0.0.0.0/0', description: undefined, tags: {} },
  { protocol: '-1', ports: null, family: 'ipv6', cidr: '::/0', description: undefined, tags: {} },
] as const;

function madeArns(config: EdgeConfig, at: number): readonly string[] {
  const count = wholeOption(config, 'sets', { min: 1, max: 25, default: 2 }) ?? 2;
  const [region, scope] =
    config.options.scope === 'CLOUDFRONT' ? ['us-east-1', 'global'] : ['eu-central-1', 'regional'];
  return ['ipv4', 'ipv6'].flatMap((family) =>
    Array.from({ length: count }, (_, n) => {
      const id = `00000000-0000-4000-8000-${String(at * 100 + n).padStart(11, '0')}${family.at(-1)}`;
      return `arn:aws:wafv2:${region}:000000000000:${scope}/ipset/fail2edge-${family}-${n + 1}/${id}`;
    }),
  );
}

/** A given ARN does not tell its family: the name may, else the first half is IPv4. */
function familyOf(arn: string, n: number, count: number): 'ipv4' | 'ipv6' {
  const name = parseIpSetArn(arn)?.name.toLowerCase() ?? '';
  if (/ip-?v?6|(^|[-_])v6/.test(name)) return 'ipv6';
  if (/ip-?v?4|(^|[-_])v4/.test(name)) return 'ipv4';
  return n < Math.ceil(count / 2) ? 'ipv4' : 'ipv6';
}

/** Waiting costs nothing here; only its order counts. */
function instantPace(): Pace {
  let now = 0;
  return {
    now: () => now,
    sleep: async (seconds) => {
      now += seconds;
    },
    random: () => 0.5,
    patience: Number.MAX_SAFE_INTEGER,
  };
}
