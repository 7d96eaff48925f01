import { matchText } from '../plan/nacl-match';
import { canonical } from '../run/canonical';
import { isToken, listOption } from '../run/options';
import { consoleLink, type LookAtEdge } from './entry';

/** The closing `*` entries, one a family. */
const CLOSING = 32767;

/** Ingress entries of network ACLs, by number; without the closing ones. */
export const lookAtNacl: LookAtEdge = async (config, { accounts, region }) => {
  const acls = listOption(config, 'networkacl').filter((id) => !isToken(id));
  const read = await accounts.networkAcls().describe(acls);
  return [...read].flatMap(([acl, entries]) =>
    [...entries]
      .filter(({ number }) => number < CLOSING)
      .sort((a, b) => a.number - b.number)
      .map((entry) => ({
        ...{ resource: acl, rule: String(entry.number), cidr: canonical(entry.cidr), action: entry.action },
        ports: matchText(entry),
        link: consoleLink(region, `vpcconsole/home?region=${region}#NetworkAclDetails:networkAclId=${acl}`),
      })),
  );
};
