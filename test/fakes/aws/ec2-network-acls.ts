import { isIPv6 } from 'node:net';
import {
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type EC2Client,
  type Filter,
  type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import { AwsError, type Cloud, page } from './cloud';
import { fakeEc2 } from './ec2';

export interface FakeNetworkAcls {
  readonly client: EC2Client;
  /** A new ACL that lets everything in and out, as the VPC's default one. */
  create(id: string, entries?: readonly NetworkAclEntry[]): void;
  /** The VPC it is of, and its tags. */
  describeAs(id: string, about: About): void;
  entries(id: string): NetworkAclEntry[];
  /** A person edits the ACL in the console. */
  put(id: string, entry: NetworkAclEntry): void;
  drop(id: string, number: number): void;
}

interface About {
  readonly vpc?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** `vpc-id` and `tag:KEY`; all filters of a request must hold. */
const fits = (about: About, filters: readonly Filter[]): boolean =>
  filters.every(({ Name = '', Values = [] }) => {
    const value = Name === 'vpc-id' ? about.vpc : about.tags?.[Name.replace(/^tag:/, '')];
    if (!/^(vpc-id|tag:.+)$/.test(Name)) throw new AwsError('InvalidParameterValue', `The filter '${Name}' is invalid`);
    return value !== undefined && Values.includes(value);
  });

const rule = (RuleNumber: number, RuleAction: 'allow' | 'deny', source: object, Egress = false): NetworkAclEntry => ({
  RuleNumber,
  RuleAction,
  Protocol: '-1',
  Egress,
  ...source,
});
const V4 = { CidrBlock: '0.0.0.0/0' };
const V6 = { Ipv6CidrBlock: '::/0' };
const CLOSING = [false, true].flatMap((egress) => [rule(32767, 'deny', V4, egress), rule(32768, 'deny', V6, egress)]);
const OPEN = [false, true].flatMap((egress) => [rule(100, 'allow', V4, egress), rule(101, 'allow', V6, egress)]);

/** EC2's network ACLs: numbers unique per direction, `quota` rules per direction and family with `*` among them. */
export function fakeNetworkAcls(cloud: Cloud, quota = 20): FakeNetworkAcls {
  const { client, mock } = fakeEc2();
  const acls = new Map<string, NetworkAclEntry[]>();
  const abouts = new Map<string, About>();
  const find = (id: string | undefined): NetworkAclEntry[] => {
    const found = acls.get(id ?? '');
    if (!found) throw new AwsError('InvalidNetworkAclID.NotFound', `The networkAcl ID '${id}' does not exist`);
    return found;
  };
  const add = (input: CreateNetworkAclEntryCommandInput) => {
    const entries = find(input.NetworkAclId);
    validate(input);
    const same = entries.filter((entry) => entry.Egress === input.Egress);
    if (same.some((entry) => entry.RuleNumber === input.RuleNumber)) {
      throw new AwsError(
        'NetworkAclEntryAlreadyExists',
        `The network acl entry identified by ${input.RuleNumber} exists`,
      );
    }
    const v6 = input.Ipv6CidrBlock !== undefined;
    if (same.filter((entry) => (entry.Ipv6CidrBlock !== undefined) === v6).length >= quota) {
      throw new AwsError('NetworkAclEntryLimitExceeded', 'The limit of network acl entries is reached');
    }
    const { NetworkAclId: _, ...entry } = input;
    entries.push(entry as NetworkAclEntry);
    return { $metadata: {} };
  };
  const remove = (id: string | undefined, number: number | undefined, egress: boolean | undefined) => {
    const entries = find(id);
    const at = entries.findIndex((entry) => entry.RuleNumber === number && entry.Egress === egress);
    if (at < 0 || (number ?? 0) > 32766) {
      throw new AwsError('InvalidNetworkAclEntry.NotFound', `The entry ${number} does not exist`);
    }
    entries.splice(at, 1);
    return { $metadata: {} };
  };

  mock
    .on(CreateNetworkAclEntryCommand)
    .callsFake((input) => cloud.faults.serve('CreateNetworkAclEntry', () => add(input)));
  mock
    .on(DeleteNetworkAclEntryCommand)
    .callsFake((input) =>
      cloud.faults.serve('DeleteNetworkAclEntry', () => remove(input.NetworkAclId, input.RuleNumber, input.Egress)),
    );
  mock.on(DescribeNetworkAclsCommand).callsFake((input) =>
    cloud.faults.serve('DescribeNetworkAcls', () => {
      const asked: readonly string[] = input.NetworkAclIds ?? [...acls.keys()];
      const ids = asked.filter((id) => fits(abouts.get(id) ?? {}, input.Filters ?? []));
      const all = ids.map((id) => ({ NetworkAclId: id, Entries: find(id).map((entry) => ({ ...entry })) }));
      const { items, next } = page(all, 2, input.NextToken);
      return { NetworkAcls: items, NextToken: next, $metadata: {} };
    }),
  );

  return {
    client,
    create: (id, entries = OPEN) =>
      void acls.set(
        id,
        [...entries, ...CLOSING].map((entry) => ({ ...entry })),
      ),
    describeAs: (id, about) => void abouts.set(id, about),
    entries: (id) => find(id),
    put: (id, entry) => void find(id).push(entry),
    drop: (id, number) => void remove(id, number, false),
  };
}

function validate(input: CreateNetworkAclEntryCommandInput): void {
  const invalid = (why: string) => new AwsError('InvalidParameterValue', why);
  const number = input.RuleNumber ?? 0;
  if (number < 1 || number > 32766) throw invalid(`rule number ${number} is out of range`);
  const ported = input.Protocol === '6' || input.Protocol === '17';
  if (ported !== (input.PortRange !== undefined)) throw invalid(`protocol ${input.Protocol} and its ports do not fit`);
  const sources = [input.CidrBlock, input.Ipv6CidrBlock].filter((source) => source !== undefined);
  if (sources.length !== 1) throw invalid('exactly one of CidrBlock and Ipv6CidrBlock');
  const [ip = '', length = ''] = (sources[0] ?? '').split('/');
  const v6 = input.Ipv6CidrBlock !== undefined;
  if (isIPv6(ip) !== v6 || !/^\d{1,3}$/.test(length) || Number(length) > (v6 ? 128 : 32)) {
    throw invalid(`${sources[0]} is no block of that family`);
  }
}
