import type { GroupRule } from '../ports';
import { canonical } from '../run/canonical';
import { isToken, listOption } from '../run/options';
import { consoleLink, type LookAtEdge } from './entry';

/** Ingress rules of security groups: they only allow, so a banned range is one that none of them lets in. */
export const lookAtSecurityGroup: LookAtEdge = async (config, { accounts, region }) => {
  const groups = listOption(config, 'securitygroup').filter((id) => !isToken(id));
  const read = await accounts.securityGroups().describe(groups);
  return [...read].flatMap(([group, rules]) =>
    rules.map((rule) => ({
      ...{ resource: group, rule: rule.id, cidr: sourceOf(rule), ports: portsOf(rule), action: 'allow' as const },
      link: consoleLink(region, `ec2/home?region=${region}#SecurityGroup:groupId=${group}`),
    })),
  );
};

const sourceOf = ({ source }: GroupRule): string => (source.kind === 'cidr' ? canonical(source.cidr) : source.id);

function portsOf({ protocol, ports }: GroupRule): string {
  const name = protocol === '-1' ? 'all traffic' : protocol;
  if (ports === null) return name;
  return `${name} ${ports.from === ports.to ? ports.from : `${ports.from}-${ports.to}`}`;
}
