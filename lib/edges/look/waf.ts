import { canonical } from '../run/canonical';
import { parseIpSetArn } from '../run/ip-set-arn';
import { isToken, listOption } from '../run/options';
import { consoleLink, type EdgeEntry, type LookAtEdge } from './entry';

/** The addresses of WAF IP sets. */
export const lookAtWaf: LookAtEdge = async (config, { accounts }) => {
  const sets = listOption(config, 'ipsets')
    .filter((arn) => !isToken(arn))
    .flatMap((arn) => parseIpSetArn(arn) ?? []);
  const each = sets.map(async (set): Promise<readonly EdgeEntry[]> => {
    const { addresses } = await accounts.ipSets(set.region).get(set);
    const where = set.scope === 'CLOUDFRONT' ? 'global' : set.region;
    const link = consoleLink(set.region, `wafv2/homev2/ip-set/${set.name}/${set.id}?region=${where}`);
    return addresses.map((address) => ({
      ...{ resource: set.name, rule: null, cidr: canonical(address), ports: 'all traffic', action: 'listed', link },
    }));
  });
  return (await Promise.all(each)).flat();
};
