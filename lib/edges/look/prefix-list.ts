import { canonical } from '../run/canonical';
import { isToken, listOption } from '../run/options';
import { consoleLink, type EdgeEntry, type LookAtEdge } from './entry';

/** The entries of managed prefix lists. */
export const lookAtPrefixList: LookAtEdge = async (config, { accounts, region }) => {
  const lists = listOption(config, 'prefixlist').filter((id) => !isToken(id));
  const each = lists.map(async (list): Promise<readonly EdgeEntry[]> => {
    const link = consoleLink(region, `vpcconsole/home?region=${region}#PrefixListDetails:prefixListId=${list}`);
    return (await accounts.prefixLists().entries(list)).map(({ cidr }) => ({
      ...{ resource: list, rule: null, cidr: canonical(cidr), ports: 'all traffic', action: 'listed', link },
    }));
  });
  return (await Promise.all(each)).flat();
};
