import { DeleteNetworkAclEntryCommand } from '@aws-sdk/client-ec2';
import { contains, parseCidr } from '../../lib/core/address';
import type { Account, Mail } from './account';
import { AUTH, type Deployment, NGINX, payloadOf } from './deployment';
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
const FAILED = '198.18.0.40';
const ASKED = '198.18.0.50';
/** Fails in the same delivery as an address of ours. */
const BESIDE = '198.18.0.31';
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
  const before = await everything(account);
  if (!(await step('cdk bootstrap', () => stack.cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`).then(nothing)))) return;
  if (!(await step('cdk deploy', () => stack.deploy().then(nothing)))) return;
  await step('cdk diff finds nothing after a deploy', () => stack.cdk('diff', '--fail').then(nothing));
  await bans(stage);
  const opened = whenOpened(stage);
  await step('a delivery that comes again changes nothing', () => redelivery(stage));
  await step('an entry removed by hand is back within the next minute', () => drift(stage));
  await step('a delivery in the failures queue is detected when the way back is switched on', () => failure(stage));
  await step('fail2edge set sshd unbanip opens every edge', async () => {
    expect((await stack.fail2edge('set', 'sshd', 'unbanip', FLEET)).trim().split('\n').at(-1), '1');
    const sent = Date.now();
    await within(
      SOON,
      () => closedTo(account, FLEET),
      (closed) => closed.length === 0,
    );
    return `from the command's end to all edges: ${since(sent)}`;
  });
  await step('fail2edge edges and why show the entry that holds a ban', () => looking(stage));
  await step('a jail that is simulated at run time closes no edge, and closes it again', () => simulation(stage));
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
    const ban = () => stack.ban('nginx-http-auth', '203.0.113.7');
    await within(EXPIRED, ban, (ticket) => ticket?.state === 'over');
    await within(SOON, account.addresses, (held) => !WEB_RANGES.some((range) => held.includes(range)));
    return `from the end of the ban to an open aws-waf: ${await opened}`;
  });
  await step('cdk destroy with standing bans leaves the edges as they were and nothing of ours', async () => {
    expect(holds(await account.entries(), SSH), true);
    // Functions and their logs, the table, two subscriptions.
    expect((await stack.remains()).length > 12, true);
    await stack.cdk('destroy', '--force');
    expect(await everything(account), before);
    expect(await stack.remains(), []);
  });
}

/** Watches, beside the other steps, how long after its end a ban is off the IP set. */
async function whenOpened({ account, stack }: Stage): Promise<string> {
  const end = (await stack.ban('nginx-http-auth', '203.0.113.7'))?.end;
  const held = account.addresses;
  await within(EXPIRED, held, (addresses) => !addresses.includes('203.0.113.7/32')).catch(() => undefined);
  return end ? since(end * 1000) : 'no ban';
}

/** Lines in, addresses on the edges out. */
async function bans(stage: Stage): Promise<void> {
  const { step, account, stack } = stage;
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
  await step('an elastic address of the account fails as often as others, and is not banned', async () => {
    expect(account.own === '', false);
    await account.log(AUTH, 'web1', [...failedPasswords(account.own, 'web1'), ...failedPasswords(BESIDE, 'web1')]);
    await within(SOON, account.entries, (entries) => holds(entries, BESIDE));
    expect(holds(await account.entries(), account.own), false);
    expect(await stack.ban('sshd', account.own), undefined);
    return account.own;
  });
  await step('a ban that an application asks for on the event bus, in the network ACL', async () => {
    const sent = Date.now();
    await account.ask(ASKED);
    await within(SOON, account.entries, (entries) => holds(entries, ASKED));
    expect((await stack.ban('requested', ASKED))?.reason, `asked by ${ACCOUNT}, shop: card testing`);
    return `from PutEvents to aws-nacl: ${since(sent)}`;
  });
  await step('two hosts, one offender: counted over both, banned once, everywhere', () => fleet(stage));
  await step('the ban is reported by mail, with the lines', async () => {
    // Who is banned within a few seconds shares a mail.
    const about = ({ BodyText }: Mail) => BodyText.includes(` from ${SSH} port 50002 ssh2`);
    await within(SOON, account.mails, (mails) => mails.some(about));
    const mail = (await account.mails()).find(about);
    expect(mail?.To, ['security@example.com']);
    return mail?.Subject;
  });
}

/** Two failures on one host and one on another are three. */
async function fleet({ account, stack }: Stage): Promise<string> {
  await account.log(AUTH, 'web1', failedPasswords(FLEET, 'web1', 2));
  await account.log(AUTH, 'web2', failedPasswords(FLEET, 'web2', 1));
  const last = Date.now();
  const closed = new Map<string, string>();
  await within(
    SOON,
    async () => {
      for (const edge of await closedTo(account, FLEET)) if (!closed.has(edge)) closed.set(edge, since(last));
      return [...closed.keys()].sort();
    },
    (edges) => same(edges, ALL_EDGES),
  );
  expect((await stack.ban('sshd', FLEET))?.bancount, 1);
  return [
    `from the last line to all ${ALL_EDGES.length} edges: ${since(last)}`,
    ...[...closed].map(([edge, time]) => `${edge} ${time}`),
  ].join('\n');
}

/** What the edges write to was told to the table by the deploy. */
async function looking({ stack }: Stage): Promise<string | undefined> {
  const edges = await stack.fail2edge('edges', 'aws-nacl');
  const entry = edges.split('\n').find((line) => line.includes(`${SSH}/32`) && line.includes('sshd'));
  expect(entry === undefined, false);
  const why = await stack.fail2edge('why', SSH);
  for (const part of [`${SSH} is banned in sshd`, 'failregex [', 'edge      aws-nacl: acl-']) {
    expect([part, why.includes(part)], [part, true]);
  }
  return entry?.trim();
}

/** A change at run time holds within a minute, with no deploy. */
async function simulation({ account, stack }: Stage): Promise<string> {
  const sent = Date.now();
  await stack.fail2edge('set', 'sshd', 'simulate', 'on');
  await within(NEXT_MINUTE, account.entries, (entries) => !holds(entries, SSH));
  const open = since(sent);
  expect((await stack.ban('sshd', SSH))?.state, 'live');
  await stack.fail2edge('set', 'sshd', 'simulate', 'off');
  await within(NEXT_MINUTE, account.entries, (entries) => holds(entries, SSH));
  return `from the command's end to open edges: ${open}`;
}

/** What detect gave up on lies in a queue; an operator switches the way back on, and off again. */
async function failure({ account, stack }: Stage): Promise<string> {
  const now = Date.now();
  const events = failedPasswords(FAILED, 'web1').map((message, n) => ({
    ...{ id: `failed-${n}`, timestamp: now + n, message },
  }));
  await stack.failures.put(payloadOf(events));
  expect([await stack.failures.waiting(), holds(await account.entries(), FAILED)], [1, false]);
  const sent = Date.now();
  await stack.failures.redeliver(true);
  await within(SOON, account.entries, (entries) => holds(entries, FAILED));
  await within(SOON, stack.failures.waiting, (count) => count === 0);
  const time = since(sent);
  await stack.failures.redeliver(false);
  await stack.fail2edge('set', 'sshd', 'unbanip', FAILED);
  await within(SOON, account.entries, (entries) => !holds(entries, FAILED));
  return `from the switch to aws-nacl, and the queue empty: ${time}`;
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

const ALL_EDGES = ['aws-nacl', 'aws-prefix-list', 'aws-security-group', 'aws-waf'];

/** The edges that keep an address out. */
async function closedTo(account: Account, ip: string): Promise<readonly string[]> {
  const { entries, addresses, listed, sources } = await everything(account);
  const closed = {
    'aws-nacl': holds(entries, ip),
    'aws-prefix-list': listed.includes(`${ip}/32`),
    // The office's range is split around who is banned out of it.
    'aws-security-group': !sources.some((source) => covers(source.split(' ')[1] ?? '', ip)),
    'aws-waf': addresses.includes(`${ip}/32`),
  };
  return Object.entries(closed).flatMap(([edge, is]) => (is ? [edge] : []));
}

function covers(range: string, ip: string): boolean {
  const [cidr, address] = [parseCidr(range), parseCidr(ip)];
  return cidr !== undefined && address !== undefined && contains(cidr, address);
}

/** All that the edges show. */
async function everything({ entries, addresses, sources, listed }: Account) {
  return { entries: await entries(), addresses: await addresses(), sources: await sources(), listed: await listed() };
}

const holds = (entries: readonly string[], ip: string): boolean =>
  entries.some((entry) => entry.endsWith(` deny ${ip}/32`));

const nothing = (): void => undefined;
