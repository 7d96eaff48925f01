import {
  DescribeAddressesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { ec2OwnRanges } from '../../lib/runtime/own-ranges-ec2';

/** EC2 with every list in pages of one. */
function anAccount() {
  const mock = mockClient(EC2Client);
  const paged = <T>(items: readonly T[], token: string | undefined) => {
    const at = Number(token ?? 0);
    return { item: items.slice(at, at + 1), NextToken: at + 1 < items.length ? `${at + 1}` : undefined };
  };
  const vpcs = [
    {
      CidrBlock: '10.0.0.0/16',
      CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '100.64.0.0/16' }],
    },
    { CidrBlock: '172.31.0.0/16', Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2600:1f14::/56' }] },
  ];
  const interfaces = [
    { Association: { PublicIp: '198.51.100.1' }, PrivateIpAddresses: [{ Association: { PublicIp: '198.51.100.1' } }] },
    { PrivateIpAddresses: [{}, { Association: { PublicIp: '198.51.100.2' } }] },
    {},
  ];
  const lists = [
    { PrefixListId: 'pl-cf', PrefixListName: 'com.amazonaws.global.cloudfront.origin-facing', OwnerId: 'AWS' },
    { PrefixListId: 'pl-cf6', PrefixListName: 'com.amazonaws.global.ipv6.cloudfront.origin-facing', OwnerId: 'AWS' },
    { PrefixListId: 'pl-r53', PrefixListName: 'com.amazonaws.eu-west-1.route53-healthchecks', OwnerId: 'AWS' },
    {
      PrefixListId: 'pl-evil',
      PrefixListName: 'com.amazonaws.global.cloudfront.origin-facing',
      OwnerId: '123456789012',
    },
  ];
  const entries: Readonly<Record<string, readonly string[]>> = {
    'pl-cf': ['203.0.113.0/25', '203.0.113.128/25'],
    'pl-cf6': ['2600:9000::/28'],
    'pl-r53': ['192.0.2.0/26'],
    'pl-evil': ['0.0.0.0/1'],
  };
  mock.on(DescribeVpcsCommand).callsFake(({ NextToken: from }) => {
    const { item, NextToken } = paged(vpcs, from);
    return { Vpcs: item, NextToken };
  });
  mock.on(DescribeNetworkInterfacesCommand).callsFake(({ NextToken: from }) => {
    const { item, NextToken } = paged(interfaces, from);
    return { NetworkInterfaces: item, NextToken };
  });
  mock.on(DescribeAddressesCommand).resolves({ Addresses: [{ PublicIp: '198.51.100.3' }, {}] });
  mock.on(DescribeManagedPrefixListsCommand).callsFake(({ Filters, NextToken: from }) => {
    const names: readonly string[] = Filters?.[0]?.Values ?? [];
    const { item, NextToken } = paged(
      lists.filter(({ PrefixListName }) => names.includes(PrefixListName)),
      from,
    );
    return { PrefixLists: item, NextToken };
  });
  mock.on(GetManagedPrefixListEntriesCommand).callsFake(({ PrefixListId, NextToken: from }) => {
    const { item, NextToken } = paged(entries[PrefixListId] ?? [], from);
    return { Entries: item.map((Cidr) => ({ Cidr })), NextToken };
  });
  return ec2OwnRanges(new EC2Client({ region: 'eu-west-1' }), 'eu-west-1');
}

describe('what EC2 tells of our own ranges', () => {
  const account = anAccount();

  it('every range of every VPC, secondary and IPv6 ones too', async () => {
    expect(new Set(await account.vpcs())).toEqual(
      new Set(['10.0.0.0/16', '100.64.0.0/16', '172.31.0.0/16', '2600:1f14::/56']),
    );
  });

  it('elastic addresses, and those that interfaces were lent, on secondary addresses too', async () => {
    expect(new Set(await account.addresses())).toEqual(new Set(['198.51.100.1', '198.51.100.2', '198.51.100.3']));
  });

  it('where CloudFront comes from, by AWS’s own lists: a list somebody shared under that name does not count', async () => {
    expect(await account.cloudfront()).toEqual(['203.0.113.0/25', '203.0.113.128/25', '2600:9000::/28']);
  });

  it('where the checkers of Route 53 come from, of the lists that the Region has', async () => {
    expect(await account['health-checks']()).toEqual(['192.0.2.0/26']);
  });
});
