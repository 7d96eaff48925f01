import type { Edge } from '../core/edge';
import type { EdgeConfig, Ruleset } from '../core/ruleset';
import { awsNacl } from '../edges/aws-nacl';
import { awsWaf } from '../edges/aws-waf';
import type { EdgeAccounts } from '../edges/definition';
import { createBuckets } from '../edges/run/bucket';
import { localIpSets } from './edges/ip-sets';
import { localNetworkAcls } from './edges/network-acls';
import { localRuleMemory } from './edges/rule-memory';
import { virtualPace } from './virtual-pace';

export function localEdges(ruleset: Ruleset): { configs: readonly EdgeConfig[]; edges: readonly Edge[] } {
  const ipSets = localIpSets();
  const acls = localNetworkAcls();
  const accounts = {
    ipSets: () => ipSets,
    networkAcls: () => acls,
    memory: localRuleMemory(),
    pace: virtualPace(),
    buckets: createBuckets(),
    mayCover: () => true,
  } as unknown as EdgeAccounts;
  const configs = ruleset.edges.map((edge, i) => {
    if (edge.kind === 'aws-waf') {
      const arns = (['ipv4', 'ipv6'] as const).map((family) => {
        const arn = `arn:aws:wafv2:eu-central-1:000000000000:regional/ipset/${family}/${i}`;
        ipSets.add(arn, family);
        return arn;
      });
      return { ...edge, options: { ...edge.options, ipsets: arns.join(',') } };
    }
    const id = `acl-0000000${i}`;
    acls.add(id);
    return { ...edge, options: { ...edge.options, networkacl: id } };
  });
  return { configs, edges: configs.map((c) => (c.kind === 'aws-waf' ? awsWaf : awsNacl).create(c, accounts)) };
}
