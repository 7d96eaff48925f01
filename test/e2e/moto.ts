import {
  CreateManagedPrefixListCommand,
  CreateNetworkAclCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { CreateIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { parseIpSetArn } from '../../lib/edges/run/ip-set-arn';
import { fakeCloud } from '../fakes/aws/cloud';
import { fakeNetworkAcls } from '../fakes/aws/ec2-network-acls';
import { fakePrefixLists } from '../fakes/aws/ec2-prefix-lists';
import { fakeSecurityGroups } from '../fakes/aws/ec2-security-groups';
import { fakeWaf } from '../fakes/aws/wafv2';
import { fakeSes } from '../fakes/aws-mail/ses';
import { cases, VERIFIED, type World } from './moto-cases';
import { startPythonServer } from './python-server';
import { expect, type Step } from './steps';

/**
 * The fakes that our tests believe in, against moto, an AWS that others wrote: what the adapters tell of both is the
 * same. Only what moto checks at all is asked.
 */
export async function compareWithMoto(root: string, step: Step): Promise<void> {
  const worlds: readonly (readonly [string, () => Promise<World>])[] = [
    ['our fake', fakeWorld],
    ['moto', () => motoWorld(root)],
  ];
  for (const [name, open] of worlds) {
    let world: World | undefined;
    await step(`${name} opens`, async () => {
      world = await open();
      return world.command;
    });
    if (world !== undefined) await tryAll(world, name, step);
  }
}

async function tryAll(world: World, name: string, step: Step): Promise<void> {
  for (const { name: what, run, wanted } of cases) {
    world.later();
    await step(`${name}: ${what}`, async () => expect(await run(world), wanted));
  }
  await world.close();
}

async function fakeWorld(): Promise<World> {
  const cloud = fakeCloud();
  const arn = 'arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/bans/00000000-0000-4000-8000-000000000001';
  const acl = 'acl-0123456789abcdef0';
  const group = 'sg-0123456789abcdef0';
  const waf = fakeWaf(cloud);
  const acls = fakeNetworkAcls(cloud);
  const ses = fakeSes({ verified: [VERIFIED], sandbox: true, clock: Date.now });
  const groups = fakeSecurityGroups(cloud);
  const lists = fakePrefixLists(cloud);
  const list = 'pl-0123456789abcdef0';
  waf.create(arn, 'IPV4');
  acls.create(acl);
  groups.create(group);
  lists.create(list, 'IPv4');
  const clients = {
    waf: waf.client,
    ec2: acls.client,
    groups: groups.client,
    lists: lists.client,
    list,
    ses: ses.client,
  };
  return { ...clients, set: refOf(arn), acl, group, later: () => cloud.pace.advance(10), close: ses.restore };
}

async function motoWorld(root: string): Promise<World> {
  const { command, port, stop } = await startPythonServer(root, {
    package: 'moto[server]==5.2.5',
    command: 'moto_server',
    args: (port) => ['-H', '127.0.0.1', '-p', String(port)],
    env: () => ({ PATH: process.env.PATH ?? '' }),
    ready: '/moto-api/',
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: `http://localhost:${port}`, region: 'eu-central-1', credentials };
  const [waf, ec2, ses] = [new WAFV2Client(config), new EC2Client(config), new SESv2Client(config)];
  const set = { Name: 'bans', Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: [] } as const;
  const { Summary } = await waf.send(new CreateIPSetCommand({ ...set, Addresses: [] }));
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId: Vpc?.VpcId }));
  const inVpc = { VpcId: Vpc?.VpcId, GroupName: 'hosts', Description: 'hosts' };
  const { GroupId: group = '' } = await ec2.send(new CreateSecurityGroupCommand(inVpc));
  const named = { PrefixListName: 'banned', AddressFamily: 'IPv4', MaxEntries: 10 };
  const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand(named));
  await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: VERIFIED }));
  const acl = NetworkAcl?.NetworkAclId ?? '';
  return {
    command,
    waf,
    ec2,
    groups: ec2,
    lists: ec2,
    list: PrefixList?.PrefixListId ?? '',
    ses,
    set: refOf(Summary?.ARN ?? ''),
    acl,
    group,
    later: () => undefined,
    close: stop,
  };
}

function refOf(arn: string) {
  const ref = parseIpSetArn(arn);
  if (ref === undefined) throw new Error(`${arn} is no IP set's ARN`);
  return ref;
}
