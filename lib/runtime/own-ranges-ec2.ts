import {
  DescribeAddressesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcsCommand,
  type EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import type { OwnRangePorts } from '../app/own-ranges';
import { allPages, tokenInput } from '../edges/aws/pages';

/**
 * AWS's own lists of where its services come from (VPC user guide, "AWS-managed prefix lists"): CloudFront in front of
 * an origin, and the checkers of Route 53. They are the same for everybody, kept by AWS, and each Region has them.
 */
export const AWS_LISTS = {
  cloudfront: () => [
    'com.amazonaws.global.cloudfront.origin-facing',
    'com.amazonaws.global.ipv6.cloudfront.origin-facing',
  ],
  'health-checks': (region: string) => [
    `com.amazonaws.${region}.route53-healthchecks`,
    `com.amazonaws.${region}.ipv6.route53-healthchecks`,
  ],
} as const;

type Client = Pick<EC2Client, 'send'>;

/** The account's own ranges in one Region, and AWS's, as EC2 tells them. */
export const ec2OwnRanges = (client: Client, region: string): OwnRangePorts['lookUp'] => ({
  vpcs: () => vpcRanges(client),
  addresses: () => publicAddresses(client),
  cloudfront: () => listed(client, AWS_LISTS.cloudfront()),
  'health-checks': () => listed(client, AWS_LISTS['health-checks'](region)),
});

async function vpcRanges(client: Client): Promise<readonly string[]> {
  const vpcs = await allPages(async (token) => {
    const page = await client.send(new DescribeVpcsCommand(tokenInput(token)));
    return { items: page.Vpcs ?? [], next: page.NextToken };
  });
  return vpcs.flatMap((vpc) => [
    ...(vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock]),
    ...(vpc.CidrBlockAssociationSet ?? []).flatMap(({ CidrBlock }) => CidrBlock ?? []),
    ...(vpc.Ipv6CidrBlockAssociationSet ?? []).flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []),
  ]);
}

/** Elastic addresses, used or not, and what interfaces were lent: of hosts, load balancers, gateways. */
async function publicAddresses(client: Client): Promise<readonly string[]> {
  const elastic = (await client.send(new DescribeAddressesCommand({}))).Addresses ?? [];
  const interfaces = await allPages(async (token) => {
    const page = await client.send(new DescribeNetworkInterfacesCommand({ MaxResults: 1000, ...tokenInput(token) }));
    return { items: page.NetworkInterfaces ?? [], next: page.NextToken };
  });
  return [
    ...elastic.flatMap(({ PublicIp }) => PublicIp ?? []),
    ...interfaces.flatMap(({ Association, PrivateIpAddresses = [] }) =>
      [Association, ...PrivateIpAddresses.map((one) => one.Association)].flatMap((one) => one?.PublicIp ?? []),
    ),
  ];
}

/** The entries of AWS's lists of these names; a Region may lack one. Lists of that name that are not AWS's do not count. */
async function listed(client: Client, names: readonly string[]): Promise<readonly string[]> {
  const filter = { Filters: [{ Name: 'prefix-list-name', Values: [...names] }] };
  const lists = await allPages(async (token) => {
    const page = await client.send(new DescribeManagedPrefixListsCommand({ ...filter, ...tokenInput(token) }));
    return { items: page.PrefixLists ?? [], next: page.NextToken };
  });
  const aws = lists.filter(({ OwnerId, PrefixListName }) => OwnerId === 'AWS' && names.includes(PrefixListName ?? ''));
  const entries = await Promise.all(
    aws.flatMap(({ PrefixListId }) => (PrefixListId ? [entriesOf(client, PrefixListId)] : [])),
  );
  return entries.flat();
}

async function entriesOf(client: Client, PrefixListId: string): Promise<readonly string[]> {
  const entries = await allPages(async (token) => {
    const input = { PrefixListId, MaxResults: 100, ...tokenInput(token) };
    const page = await client.send(new GetManagedPrefixListEntriesCommand(input));
    return { items: page.Entries ?? [], next: page.NextToken };
  });
  return entries.flatMap(({ Cidr }) => Cidr ?? []);
}
