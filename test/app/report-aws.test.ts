import { type ReportPorts, report } from '../../lib/app/report';
import { memoryBudget } from '../../lib/local/mail/memory-budget';
import { memoryOutbox } from '../../lib/local/mail/memory-outbox';
import { cloudWatchLogLines } from '../../lib/notifiers/log-lines';
import { sesMail } from '../../lib/notifiers/ses-mail';
import { snsTopic } from '../../lib/notifiers/sns-topic';
import { aBan } from '../fakes/aws-mail/builders';
import { fakeLogs } from '../fakes/aws-mail/logs';
import { fakeSes } from '../fakes/aws-mail/ses';
import { fakeSns } from '../fakes/aws-mail/sns';
import { aJail, aRuleset } from './report-jail';

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:reports';
const line = { timestamp: 1_700_000_000_000, message: 'Failed password for hunter2 from 192.0.2.1 port 22' };
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const restore of cleanups.splice(0)) restore();
});

function account(verified: readonly string[]) {
  const ses = fakeSes({ verified, sandbox: true, clock: () => 0 });
  const sns = fakeSns([topicArn]);
  const logs = fakeLogs({ groups: { secure: [line] }, pageSize: 10 });
  cleanups.push(ses.restore, sns.restore, logs.restore);
  const ports: ReportPorts = {
    outbox: memoryOutbox(),
    budget: memoryBudget(),
    whois: null,
    lines: cloudWatchLogLines({ client: logs.client }),
    notifiers: [sesMail.open({ client: ses.client }), snsTopic.open({ client: sns.client, topicArn })],
    clock: () => 1_700_000_010,
    sender: null,
    place: 'fail2edge in eu-west-1',
    deadline: () => new AbortController().signal,
  };
  return { ses, sns, ports };
}

test('verified addresses get a mail with the masked line of the offender', async () => {
  const { ses, sns, ports } = account(['example.com']);
  await report(ports, aRuleset(aJail()), [aBan()]);
  expect(ses.mails[0]?.text).toContain('Failed password for *** from 192.0.2.1 port 22');
  expect(sns.messages).toEqual([]);
});

test('an identity nobody verified: the same report is on the topic, and the operator is told', async () => {
  const { ses, sns, ports } = account([]);
  const outcome = await report(ports, aRuleset(aJail()), [aBan()]);
  expect(outcome).toMatchObject({
    deliveries: [{ by: 'sns-topic' }],
    waiting: 0,
    refused: 0,
    notices: [expect.stringContaining('not verified')],
  });
  expect(ses.mails).toEqual([]);
  expect(sns.messages[0]?.message).toContain('Failed password for *** from 192.0.2.1 port 22');
});

test('stock fail2ban addresses go to the topic with a notice', async () => {
  const { sns, ports } = account(['example.com']);
  const mail = {
    destemail: ['root@localhost'],
    sender: 'root@<fq-hostname>',
    sendername: 'Fail2Ban',
    whois: true,
    lines: false,
  };
  const outcome = await report(ports, aRuleset(aJail({ mail })), [aBan()]);
  expect(outcome.notices).toEqual(['destemail = root@localhost: not an address SES can deliver to']);
  expect(sns.messages[0]?.subject).toContain('[Fail2Ban] sshd: banned 192.0.2.1');
});

test('a sandbox that is throttled sends what is over to the topic: nothing is lost', async () => {
  const { ses, sns, ports } = account(['example.com']);
  const mail = { ...aJail().mail, destemail: ['a@example.com', 'b@example.com'] } as NonNullable<
    ReturnType<typeof aJail>['mail']
  >;
  expect(await report(ports, aRuleset(aJail({ mail })), [aBan()])).toMatchObject({ waiting: 0 });
  expect([ses.mails.length, sns.messages.length]).toEqual([1, 1]);
});
