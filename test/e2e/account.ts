import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  AllocateAddressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { CreateIPSetCommand, GetIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { ACCOUNT, type Emulator, REGION } from './ministack';

export type Account = Awaited<ReturnType<typeof furnish>>;

/** The account as its people left it: a network ACL and IP sets that are in use, verified mail addresses. */
export async function furnish({ endpoint }: Emulator) {
  const config = { endpoint, region: REGION, credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' } };
  const aws = {
    dynamo: new DynamoDBClient(config),
    ec2: new EC2Client(config),
    logs: new CloudWatchLogsClient(config),
    waf: new WAFV2Client(config),
    events: new EventBridgeClient(config),
  };
  const vpc = await aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const VpcId = vpc.Vpc?.VpcId;
  const acl = await networkAcl(aws.ec2, VpcId);
  const group = await securityGroup(aws.ec2, VpcId);
  const list = await prefixList(aws.ec2);
  const sets = [await ipSet(aws.waf, 'IPV4', ['192.0.2.200/32']), await ipSet(aws.waf, 'IPV6', [])];
  const elastic = await aws.ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  const ses = new SESv2Client(config);
  for (const EmailIdentity of ['fail2edge@example.com', 'security@example.com']) {
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  }
  return {
    aws,
    ...{ acl, group, list },
    /** An application asks for a ban, on the stack's event bus. */
    ask: async (ip: string): Promise<void> => {
      const Detail = JSON.stringify({ jail: 'requested', ip, reason: 'card testing' });
      const entry = { EventBusName: 'Fail2edge', Source: 'shop', DetailType: 'BanRequested', Detail };
      await aws.events.send(new PutEventsCommand({ Entries: [entry] }));
    },
    /** An elastic address of the account. */
    own: elastic.PublicIp ?? '',
    sets: sets.map(({ ARN }) => ARN ?? ''),
    /** Ingress entries of the network ACL, in order: `1 deny 198.18.0.9/32`. */
    entries: async (): Promise<readonly string[]> => {
      const { NetworkAcls } = await aws.ec2.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [acl] }));
      const ingress = (NetworkAcls?.[0]?.Entries ?? []).filter(({ Egress }) => !Egress);
      return ingress
        .sort((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0))
        .map(({ RuleNumber, RuleAction, CidrBlock, Ipv6CidrBlock }) =>
          [RuleNumber, RuleAction, CidrBlock ?? Ipv6CidrBlock].join(' '),
        );
    },
    /** Sources that the security group lets in: `22 198.18.0.0/26`. */
    sources: async (): Promise<readonly string[]> => {
      const Filters = [{ Name: 'group-id', Values: [group] }];
      const { SecurityGroupRules = [] } = await aws.ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
      return SecurityGroupRules.filter(({ IsEgress }) => !IsEgress)
        .map(({ FromPort, CidrIpv4, CidrIpv6 }) => `${FromPort} ${CidrIpv4 ?? CidrIpv6}`)
        .sort();
    },
    /** Entries of the prefix list. */
    listed: async (): Promise<readonly string[]> => {
      const { Entries = [] } = await aws.ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: list }));
      return Entries.map(({ Cidr }) => Cidr ?? '').sort();
    },
    /** What both IP sets hold. */
    addresses: async (): Promise<readonly string[]> => {
      const held = sets.map(async ({ Name, Id }) => {
        const { IPSet } = await aws.waf.send(new GetIPSetCommand({ Name, Id, Scope: 'REGIONAL' }));
        return IPSet?.Addresses ?? [];
      });
      return (await Promise.all(held)).flat();
    },
    /** A host's agent sends lines. */
    log: async (logGroupName: string, logStreamName: string, lines: readonly string[]): Promise<void> => {
      const timestamp = Date.now();
      await aws.logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName })).catch(() => undefined);
      const logEvents = lines.map((message) => ({ timestamp, message }));
      await aws.logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    },
    /** Mails that SES took. */
    mails: async (): Promise<readonly Mail[]> => {
      const answer = await fetch(`${endpoint}/_ministack/ses/messages?account=${ACCOUNT}`);
      const { messages } = (await answer.json()) as { messages: Readonly<Record<string, readonly Mail[]>> };
      return messages[ACCOUNT] ?? [];
    },
  };
}

export interface Mail {
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
}

/** With a deny of somebody else where ours go, and the allow that ours must stand before. */
async function networkAcl(ec2: EC2Client, VpcId: string | undefined): Promise<string> {
  const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId }));
  const entry = { NetworkAclId: NetworkAcl?.NetworkAclId, Protocol: '-1', Egress: false };
  await ec2.send(
    new CreateNetworkAclEntryCommand({ ...entry, RuleNumber: 10, RuleAction: 'deny', CidrBlock: '192.0.2.66/32' }),
  );
  await ec2.send(
    new CreateNetworkAclEntryCommand({ ...entry, RuleNumber: 100, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }),
  );
  return NetworkAcl?.NetworkAclId ?? '';
}

/** Lets an office in, whose addresses attack later on. */
async function securityGroup(ec2: EC2Client, VpcId: string | undefined): Promise<string> {
  const named = { GroupName: 'gate', Description: 'gate', VpcId };
  const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(named));
  const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '198.18.0.0/26' }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule] }));
  return GroupId;
}

async function prefixList(ec2: EC2Client): Promise<string> {
  const named = { PrefixListName: 'banned', AddressFamily: 'IPv4', MaxEntries: 100 };
  const Entries = [{ Cidr: '192.0.2.77/32', Description: 'of somebody else' }];
  const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand({ ...named, Entries }));
  return PrefixList?.PrefixListId ?? '';
}

async function ipSet(waf: WAFV2Client, IPAddressVersion: 'IPV4' | 'IPV6', Addresses: string[]) {
  const named = { Name: `banned-${IPAddressVersion}`, Scope: 'REGIONAL', IPAddressVersion, Addresses } as const;
  const { Summary } = await waf.send(new CreateIPSetCommand(named));
  return { ...Summary };
}
