import { CreateNetworkAclEntryCommand, DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';

const config = { region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1 };

/** Three requests of different kinds, and what came back. */
export const handler = async (endpoint: string) => {
  const client = new EC2Client({ ...config, endpoint });
  const made = await client.send(
    new CreateNetworkAclEntryCommand({
      ...{ NetworkAclId: 'acl-1', RuleNumber: 7, RuleAction: 'deny', Protocol: '6', Egress: false },
      ...{ CidrBlock: '192.0.2.1/32', PortRange: { From: 22, To: 23 } },
    }),
  );
  const Filters = [{ Name: 'vpc-id', Values: ['vpc-1'] }];
  const found = await client.send(new DescribeNetworkAclsCommand({ Filters }));
  const wrong = await client
    .send(new DescribeNetworkAclsCommand({ NetworkAclIds: ['none'] }))
    .catch((error: Error) => error.name);
  return { made: Object.keys(made), found: found.NetworkAcls, next: found.NextToken, wrong };
};
