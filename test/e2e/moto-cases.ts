import type { EC2Client } from '@aws-sdk/client-ec2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import { ec2NetworkAcls } from '../../lib/edges/aws/ec2-network-acls';
import { ec2PrefixLists } from '../../lib/edges/aws/ec2-prefix-lists';
import { ec2SecurityGroups } from '../../lib/edges/aws/ec2-security-groups';
import { wafIpSets } from '../../lib/edges/aws/waf-ip-sets';
import type { AclEntry, IpSetRef, NewRule } from '../../lib/edges/ports';
import { sesMail } from '../../lib/notifiers/ses-mail';
import { aDigest } from '../fakes/aws-mail/builders';

/** One account: real SDK clients, an empty IPv4 IP set, a network ACL, an empty security group, `VERIFIED` as SES's only identity. */
export interface World {
  /** What was started for it. */
  readonly command?: string;
  readonly waf: WAFV2Client;
  readonly set: IpSetRef;
  readonly ec2: EC2Client;
  readonly acl: string;
  /** Of the security group. */
  readonly groups: EC2Client;
  readonly group: string;
  readonly lists: EC2Client;
  /** An empty IPv4 prefix list. */
  readonly list: string;
  readonly ses: SESv2Client;
  /** Time passes: WAF takes one write a second. */
  readonly later: () => void;
  readonly close: () => void | Promise<void>;
}

export const VERIFIED = 'fail2edge@example.com';

/** What AWS does, as its adapters tell it: the same in every world. */
export interface Case {
  readonly name: string;
  readonly run: (world: World) => Promise<unknown>;
  readonly wanted: unknown;
}

const deny: AclEntry = {
  ...{ number: 2, action: 'deny', family: 'ipv4', cidr: '192.0.2.1/32' },
  ...{ protocol: '-1', ports: null },
};
const ssh: AclEntry = {
  ...{ number: 3, action: 'deny', family: 'ipv6', cidr: '2001:db8:0:7::/64' },
  ...{ protocol: '6', ports: { from: 22, to: 22 } },
};

const backup: NewRule = {
  ...{ family: 'ipv4', cidr: '203.0.113.7/32', protocol: 'tcp', ports: { from: 22, to: 22 } },
  ...{ description: 'backup host', tags: { ticket: 'OPS-7' } },
};

export const cases: readonly Case[] = [
  {
    name: 'WAF: a list is replaced as a whole, under a new lock token',
    run: async ({ waf, set }) => {
      const sets = wafIpSets(waf);
      const first = await sets.get(set);
      const outcome = await sets.update(set, first, ['192.0.2.1/32', '198.51.100.0/24']);
      const second = await sets.get(set);
      const listed = (await sets.list('REGIONAL')).get(set.arn) === second.lockToken;
      // The probe of an edge counts on it that the update tells the token that the set has from then on.
      const told = outcome.kind === 'done' && outcome.lockToken === second.lockToken;
      return [told, [...second.addresses].sort(), second.lockToken !== first.lockToken, listed];
    },
    wanted: [true, ['192.0.2.1/32', '198.51.100.0/24'], true, true],
  },
  {
    name: 'WAF: who read before somebody else wrote is refused, and nothing changes',
    run: async ({ waf, set, later }) => {
      const sets = wafIpSets(waf);
      const read = await sets.get(set);
      await sets.update(set, read, ['203.0.113.5/32']);
      later();
      return [(await sets.update(set, read, [])).kind, (await sets.get(set)).addresses];
    },
    wanted: ['conflict', ['203.0.113.5/32']],
  },
  {
    name: 'network ACL: a rule number in use is refused, whatever family uses it',
    run: async ({ ec2, acl }) => {
      const acls = ec2NetworkAcls(ec2);
      return [await acls.create(acl, deny), await acls.create(acl, { ...ssh, number: deny.number })];
    },
    wanted: ['done', 'taken'],
  },
  {
    name: 'network ACL: an IPv6 entry of one port comes back as it was written',
    run: async ({ ec2, acl }) => {
      const acls = ec2NetworkAcls(ec2);
      const outcome = await acls.create(acl, ssh);
      return [outcome, (await acls.describe([acl])).get(acl)?.find(({ number }) => number === ssh.number)];
    },
    wanted: ['done', ssh],
  },
  {
    name: 'network ACL: a deleted entry is gone',
    run: async ({ ec2, acl }) => {
      const acls = ec2NetworkAcls(ec2);
      await acls.create(acl, { ...deny, number: 4 });
      const outcome = await acls.delete(acl, 4);
      return [outcome, (await acls.describe([acl])).get(acl)?.some(({ number }) => number === 4)];
    },
    wanted: ['done', false],
  },
  {
    name: 'security group: a rule comes back with its description and tags, is made once and revoked once',
    run: async ({ groups, group }) => {
      const api = ec2SecurityGroups(groups);
      const outcomes: string[] = [await api.authorize(group, [backup]), await api.authorize(group, [backup])];
      const [rule] = (await api.describe([group])).get(group) ?? [];
      const ids = [rule?.id ?? ''];
      outcomes.push(await api.revoke(group, ids), await api.revoke(group, ids));
      return [outcomes, rule?.source, rule?.ports, rule?.description, rule?.tags];
    },
    wanted: [
      ['done', 'duplicate', 'done', 'missing'],
      { kind: 'cidr', family: backup.family, cidr: backup.cidr },
      ...[backup.ports, backup.description, backup.tags],
    ],
  },
  {
    name: 'prefix list: a change is one new version, and an entry comes back with its description until it is taken off',
    run: async ({ lists, list, later }) => {
      const api = ec2PrefixLists(lists);
      const entry = { cidr: '192.0.2.1/32', description: 'fail2edge' };
      const versionNow = async () => (await api.describe([list]))[0]?.version ?? 0;
      const first = await versionNow();
      const outcomes = [await api.modify(list, first, { add: [entry], remove: [] })];
      later();
      const second = await versionNow();
      const added = await api.entries(list);
      outcomes.push(await api.modify(list, second, { add: [], remove: [entry.cidr] }));
      later();
      return [outcomes, added, await api.entries(list), second - first, (await versionNow()) - second];
    },
    wanted: [['done', 'done'], [{ cidr: '192.0.2.1/32', description: 'fail2edge' }], [], 1, 1],
  },
  {
    name: 'SES: a sender nobody verified is refused, a verified one is not',
    run: async ({ ses }) => {
      const mail = sesMail.open({ client: ses });
      const refused = await mail.send(aDigest({ sender: 'stranger@example.net', recipient: VERIFIED }));
      const taken = await mail.send(aDigest({ sender: VERIFIED, recipient: VERIFIED }));
      return [refused.kind === 'failed' && refused.notice.includes('MessageRejected'), taken.kind];
    },
    wanted: [true, 'sent'],
  },
];
