import { snsTopic } from '../../lib/notifiers/sns-topic';
import { aBan, aDigest, aRecord } from '../fakes/aws-mail/builders';
import { fakeSns } from '../fakes/aws-mail/sns';

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:reports';
let sns: ReturnType<typeof fakeSns>;
beforeEach(() => {
  sns = fakeSns([topicArn]);
});
afterEach(() => sns.restore());

const open = (arn = topicArn) => snsTopic.open({ client: sns.client, topicArn: arn });

test('a report is plain text under the mail’s subject', async () => {
  expect(await open().send(aDigest())).toEqual({ kind: 'sent', id: 'message-1' });
  expect(sns.messages[0]?.subject).toBe('[Fail2Ban] sshd: banned 192.0.2.1 from fail2edge in eu-west-1');
  expect(sns.messages[0]?.message).toContain('banned by jail sshd after 5 failures');
});

test('long and foreign names make a subject that SNS takes', async () => {
  const bans = [aBan({ jail: `jail-${'ü'.repeat(120)}` })];
  expect((await open().send(aDigest({ bans }))).kind).toBe('sent');
});

test('the worst content fits a message, what does not fit is said', async () => {
  const worst = '\u{e0001}'.repeat(400);
  const bans = Array.from({ length: 300 }, (_, index) => aBan({ jail: `${worst}${index}` }));
  const whois = { kind: 'found', record: aRecord({ text: new Array<string>(100).fill(worst) }) } as const;
  const details = bans.slice(0, 10).map((ban) => ({ ban, whois, lines: new Array<string>(500).fill(worst) }));
  expect((await open().send(aDigest({ bans, details }))).kind).toBe('sent');
  expect(sns.messages[0]?.message).toContain('does not fit');
});

test('a topic that is gone is a failure with its name', async () => {
  expect(await open('arn:aws:sns:eu-west-1:123456789012:gone').send(aDigest())).toEqual({
    kind: 'failed',
    notice: 'SNS took no report for arn:aws:sns:eu-west-1:123456789012:gone: NotFoundException',
  });
});

test('it may publish to its topic only', () => {
  expect(snsTopic.permissions({ topicArn })).toEqual([{ actions: ['sns:Publish'], resources: [topicArn] }]);
});
