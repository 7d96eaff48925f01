import { sesMail } from '../../lib/notifiers/ses-mail';
import { aBan, aDigest } from '../fakes/aws-mail/builders';
import { fakeSes, type SesAccount } from '../fakes/aws-mail/ses';

let ses: ReturnType<typeof fakeSes>;
afterEach(() => ses.restore());

function account(parts: Partial<SesAccount> = {}) {
  ses = fakeSes({ verified: ['example.com'], sandbox: false, clock: () => 0, ...parts });
  return sesMail.open({ client: ses.client });
}

test('a report goes out as text and HTML, marked as a robot’s', async () => {
  const notifier = account();
  expect(await notifier.send(aDigest({ recipient: 'ops@elsewhere.example.org' }))).toEqual({
    kind: 'sent',
    id: 'mail-1',
  });
  expect(ses.mails).toMatchObject([
    {
      from: '"Fail2Ban" <fail2ban@example.com>',
      to: ['ops@elsewhere.example.org'],
      subject: '[Fail2Ban] sshd: banned 192.0.2.1 from fail2edge in eu-west-1',
      headers: { 'Auto-Submitted': 'auto-generated' },
    },
  ]);
});

test.each([
  ['Müller "X"', '=?UTF-8?B?TcO8bGxlciAiWCI=?= <fail2ban@example.com>'],
  [
    'a" <evil@example.net>, "b\r\nBcc: c@example.net',
    '"a\\" <evil@example.net>, \\"b\\\\u{d}\\\\u{a}Bcc: c@example.net" <fail2ban@example.com>',
  ],
  ['', 'fail2ban@example.com'],
])('the sender’s name %j is written %s', async (sendername, from) => {
  await account().send(aDigest({ sendername }));
  expect(ses.mails[0]?.from).toBe(from);
});

test('a subject that is not ASCII is encoded', async () => {
  await account().send(aDigest({ place: 'Büro' }));
  expect(ses.mails[0]?.subject).toMatch(/^=\?UTF-8\?B\?/);
});

test.each([
  [{ recipient: 'root@localhost' }, 'destemail = root@localhost'],
  [{ sender: 'root@<fq-hostname>' }, 'sender = root@<fq-hostname>'],
])('stock configuration %j is not even tried', async (parts, notice) => {
  const result = await account().send(aDigest(parts));
  expect(result).toMatchObject({ kind: 'unsuitable', notice: expect.stringContaining(notice) });
  expect(ses.mails).toEqual([]);
});

test('an unverified sender, or recipient in the sandbox, is told in words', async () => {
  expect(await account({ verified: [] }).send(aDigest())).toMatchObject({
    kind: 'failed',
    notice: expect.stringContaining('not verified'),
  });
  ses.restore();
  const sandboxed = account({ verified: ['fail2ban@example.com'], sandbox: true });
  expect(await sandboxed.send(aDigest())).toMatchObject({ kind: 'failed', notice: expect.stringContaining('sandbox') });
});

test('the sandbox’s one a second and 200 a day are failures, not exceptions', async () => {
  let now = 0;
  const notifier = account({ sandbox: true, clock: () => now });
  await notifier.send(aDigest());
  expect(await notifier.send(aDigest())).toMatchObject({
    kind: 'failed',
    notice: expect.stringContaining('TooManyRequestsException'),
  });
  for (let mail = 1; mail < 200; mail++) {
    now += 1_000;
    expect((await notifier.send(aDigest())).kind).toBe('sent');
  }
  now += 1_000;
  expect(await notifier.send(aDigest())).toMatchObject({
    kind: 'failed',
    notice: expect.stringContaining('daily quota'),
  });
});

test('10,000 bans pass the limits of SES', async () => {
  const bans = Array.from({ length: 10_000 }, (_, index) => aBan({ time: 1_700_000_000 + index }));
  expect((await account().send(aDigest({ bans }))).kind).toBe('sent');
});

test('it may send from and to the configured addresses, and nothing else', () => {
  ses = fakeSes({ verified: [], sandbox: false, clock: () => 0 });
  const scope = {
    arnPrefix: 'arn:aws:ses:eu-west-1:123456789012',
    senders: ['fail2ban@example.com'],
    recipients: ['ops@example.org'],
  };
  expect(sesMail.permissions(scope)).toEqual([
    {
      actions: ['ses:SendEmail'],
      resources: [
        'arn:aws:ses:eu-west-1:123456789012:identity/fail2ban@example.com',
        'arn:aws:ses:eu-west-1:123456789012:identity/example.com',
        'arn:aws:ses:eu-west-1:123456789012:identity/ops@example.org',
        'arn:aws:ses:eu-west-1:123456789012:identity/example.org',
      ],
      conditions: {
        StringEquals: { 'ses:FromAddress': ['fail2ban@example.com'] },
        'ForAllValues:StringEquals': { 'ses:Recipients': ['ops@example.org'] },
      },
    },
  ]);
});
