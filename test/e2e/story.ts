import { DeleteNetworkAclEntryCommand } from '@aws-sdk/client-ec2';
import type { Account } from './account';
import { AUTH, type Deployment, NGINX } from './deployment';
import { failedPasswords, unknownUsers } from './lines';
import { ACCOUNT, REGION } from './ministack';
import { expect, type Step, same, since, within } from './steps';

/**
 * Who attacks. sshd's bans are reported with whois, and nobody outside may be asked: these addresses are those of
 * benchmarks (RFC 2544), which no registry is asked about. nginx's bans are not reported: documentation addresses.
 */
const SSH = '198.18.0.9';
const FLEET = '198.18.0.20';
const AGAIN = '198.18.0.30';
const WEB = ['203.0.113.7', '2001:db8:0:7::99'];
/** An IPv6 address is banned with its /64. */
const WEB_RANGES = ['203.0.113.7/32', '2001:db8:0:7::/64'];

/** Seconds: an edge must hold a ban, with all functions started cold on a busy machine; the minute's run must be through. */
const SOON = 60;
const NEXT_MINUTE = 90;
const EXPIRED = 180;

export interface Stage {
  readonly step: Step;
  readonly account: Account;
  readonly stack: Deployment;
}

/** What a deployment does, from bootstrap to destroy. */
export async function story(stage: Stage): Promise<void> {
  const { step, account, stack } = stage;
  const before = { entries: await account.entries(), addresses: await account.addresses() };
  if (!(await step('cdk bootstrap', () => stack.cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`).then(nothing)))) return;
  if (!(await step('cdk deploy', () => stack.deploy().then(nothing)))) return;
  await step('cdk diff finds nothing after a deploy', () => stack.cdk('diff', '--fail').then(nothing));
  await bans(stage);
  await step('a delivery that comes again changes nothing', () => redelivery(stage));
  await step('an entry removed by hand is back within the next minute', () => drift(stage));
  await step('a manual unban opens the network ACL', async () => {
    await stack.unban('sshd', FLEET);
    await within(SOON, account.entries, (entries) => !holds(entries, FLEET));
  });
  await step('a deploy that adds an address to ignoreip lifts its ban and keeps the others', async () => {
    stack.configure((jails) => jails.replace('[DEFAULT]', `[DEFAULT]\nignoreip = ${AGAIN}`));
    await stack.deploy();
    const entries = await account.entries();
    expect(
      [SSH, AGAIN].map((ip) => holds(entries, ip)),
      [true, false],
    );
  });
  await step('bans that are over are lifted, and the IP sets are as they were', async () => {
    await within(
      EXPIRED,
      () => stack.ban('nginx-http-auth', '203.0.113.7'),
      (ban) => ban?.state === 'over',
    );
    await within(SOON, account.addresses, (held) => same(held, before.addresses));
  });
  await step('cdk destroy with standing bans leaves the edges as they were and nothing of ours', async () => {
    expect(holds(await account.entries(), SSH), true);
    // Five functions and their logs, the table, two subscriptions.
    expect((await stack.remains()).length, 13);
    await stack.cdk('destroy', '--force');
    expect(await account.entries(), before.entries);
    expect(await account.addresses(), before.addresses);
    expect(await stack.remains(), []);
  });
}

/** Lines in, addresses on the edges out. */
async function bans({ step, account }: Stage): Promise<void> {
  await step('nginx: unknown users of an IPv4 and an IPv6 address, both in the IP sets', async () => {
    const sent = Date.now();
    for (const ip of WEB) await account.log(NGINX, 'web1', unknownUsers(ip));
    await within(SOON, account.addresses, (held) => WEB_RANGES.every((range) => held.includes(range)));
    return `from PutLogEvents to aws-waf: ${since(sent)}, functions started cold`;
  });
  await step('sshd: failed passwords, an entry in the network ACL', async () => {
    const sent = Date.now();
    await account.log(AUTH, 'web1', failedPasswords(SSH, 'web1'));
    await within(SOON, account.entries, (entries) => holds(entries, SSH));
    return `from PutLogEvents to aws-nacl: ${since(sent)}`;
  });
  await step('two failures on one host and one on another are three', async () => {
    await account.log(AUTH, 'web1', failedPasswords(FLEET, 'web1', 2));
    await account.log(AUTH, 'web2', failedPasswords(FLEET, 'web2', 1));
    await within(SOON, account.entries, (entries) => holds(entries, FLEET));
  });
  await step('the ban is reported by mail, with the lines', async () => {
    await within(SOON, account.mails, (mails) => mails.some(({ Subject }) => Subject.includes(SSH)));
    const mail = (await account.mails()).find(({ Subject }) => Subject.includes(SSH));
    expect(mail?.To, ['security@example.com']);
    if (!mail?.BodyText.includes(` from ${SSH} port 50002 ssh2`)) throw new Error(`no lines: ${mail?.BodyText}`);
    return mail.Subject;
  });
}

/** Lambda may deliver an event twice, CloudWatch Logs as well. */
async function redelivery({ account, stack }: Stage): Promise<void> {
  const now = Date.now();
  const events = failedPasswords(AGAIN, 'web1').map((message, n) => ({
    id: `again-${n}`,
    timestamp: now + n,
    message,
  }));
  for (let times = 1; times <= 3; times++) await stack.deliver(events.slice(0, 2));
  expect(await stack.ban('sshd', AGAIN), undefined);
  await stack.deliver(events);
  await within(SOON, account.entries, (entries) => holds(entries, AGAIN));
  const before = await stack.items();
  await stack.deliver(events);
  expect(await stack.items(), before);
  expect((await stack.ban('sshd', AGAIN))?.bancount, 1);
}

async function drift({ account }: Stage): Promise<void> {
  const entry = (await account.entries()).find((text) => text.includes(SSH));
  const RuleNumber = Number(entry?.split(' ')[0]);
  await account.aws.ec2.send(
    new DeleteNetworkAclEntryCommand({ NetworkAclId: account.acl, RuleNumber, Egress: false }),
  );
  expect(holds(await account.entries(), SSH), false);
  await within(NEXT_MINUTE, account.entries, (entries) => holds(entries, SSH));
}

const holds = (entries: readonly string[], ip: string): boolean =>
  entries.some((entry) => entry.endsWith(` deny ${ip}/32`));

const nothing = (): void => undefined;
