import fc from 'fast-check';
import type { BanDetail, WhoisAnswer } from '../../../lib/core/report';
import { encodedWords } from '../../../lib/notifiers/mail/encoded-word';
import { renderMail } from '../../../lib/notifiers/mail/render';
import { aBan, aDigest, aRecord } from '../../fakes/aws-mail/builders';

const found = (parts = {}): WhoisAnswer => ({ kind: 'found', record: aRecord(parts) });
const detail = (parts: Partial<BanDetail> = {}): BanDetail => ({ ban: aBan(), whois: null, lines: null, ...parts });

test('one ban reads as in fail2ban: who, by which jail, after how many failures, until when', () => {
  const mail = renderMail(aDigest());
  expect(mail.subject).toBe('[Fail2Ban] sshd: banned 192.0.2.1 from fail2edge in eu-west-1');
  expect(mail.text).toContain('Hi, 192.0.2.1 has been banned by jail sshd after 5 failures, for 10 minutes.');
  expect(mail.text).toMatch(/Until: +2023-11-14 22:23:20 UTC/);
});

test('a ban for ever and an operator’s ban say so', () => {
  const mail = renderMail(aDigest({ bans: [aBan({ end: null, bantime: -1, origin: 'manual' })] }));
  expect(mail.text).toContain('banned by jail sshd by an operator, for ever.');
  expect(mail.text).toMatch(/Until: +for ever/);
});

test('whois and log lines stand in text and HTML', () => {
  const mail = renderMail(
    aDigest({ details: [detail({ whois: found(), lines: ['Failed password for *** from 192.0.2.1'] })] }),
  );
  for (const body of [mail.text, mail.html]) {
    expect(body).toContain('abuse@example.net');
    expect(body).toContain('AS64500');
    expect(body).toContain('Failed password for *** from 192.0.2.1');
  }
});

test('what could not be found out is said, not left out', () => {
  const mail = renderMail(
    aDigest({ details: [detail({ whois: { kind: 'none', reason: 'deadline' }, lines: 'unavailable' })] }),
  );
  expect(mail.text).toContain('no registry answered in time');
  expect(mail.text).toContain('could not be read');
});

test('a long registry text and many lines are cut with a note', () => {
  const text = Array.from({ length: 300 }, (_, line) => `remarks: ${line}`);
  const lines = Array.from({ length: 900 }, (_, line) => `${line} ${'x'.repeat(100)}`);
  const mail = renderMail(aDigest({ details: [detail({ whois: found({ text }), lines })] }));
  expect(mail.text).toContain('longer; this is its beginning');
  const kept = mail.text.match(/^ {2}\d+ x+$/gm)?.length ?? 0;
  expect(mail.text).toContain(`${900 - kept} of 900 lines left out`);
});

test('several bans are one mail with counts by jail', () => {
  const bans = [aBan({ jail: 'nginx', failures: 3 }), aBan(), aBan({ ip: '2001:db8::/64', failures: 7 })];
  const mail = renderMail(aDigest({ bans }));
  expect(mail.subject).toBe('[Fail2Ban] nginx, sshd: banned 2 addresses from fail2edge in eu-west-1');
  expect(mail.text).toContain('new bans by 2 jails at fail2edge in eu-west-1: 2 addresses, 3 bans.');
  expect(mail.text).toMatch(/^sshd +2 +12 /m);
});

test('10,000 bans are one small mail; the counts are of all of them', () => {
  const bans = Array.from({ length: 10_000 }, (_, index) =>
    aBan({ ip: `198.18.${Math.floor(index / 256)}.${index % 256}`, jail: `jail${index % 7}`, failures: 2 }),
  );
  const mail = renderMail(aDigest({ bans }));
  expect(mail.subject).toContain('7 jails: banned 10000 addresses');
  expect(mail.text).toContain('10000 addresses, 10000 bans');
  expect(mail.text).toContain('9500 more bans not listed');
  const perJail = [...mail.text.matchAll(/^jail\d +(\d+) +\d+ +2023/gm)].map(([, count]) => Number(count));
  expect(perJail.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  expect(mail.text.length + mail.html.length).toBeLessThan(1_000_000);
});

test('the worst content stays far below what SES takes', () => {
  const worst = '\u{e0001}"'.repeat(2_000);
  const bans = Array.from({ length: 600 }, (_, index) => aBan({ ip: `192.0.2.${index % 250}`, jail: `jail-${index}` }));
  const details = bans.slice(0, 10).map((ban) =>
    detail({
      ban,
      whois: found({ text: new Array<string>(400).fill(worst) }),
      lines: new Array<string>(1_000).fill(worst),
    }),
  );
  const mail = renderMail(aDigest({ bans, details }));
  expect(mail.text.length + mail.html.length).toBeLessThan(10_000_000);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    'x\r\nBcc: victim@example.com',
    '.\r\nQUIT',
    '~!id',
    '</pre></body>',
    '\u202egnp.exe',
    '&lt;b&gt;',
    'javascript:alert(1) https://evil.example',
    'A'.repeat(5_000),
  ),
);
/** Everything but LF that acts on a terminal, on the direction of text, or is no character. */
const UNSAFE = /[\p{Cf}\p{Cs}\u2028\u2029]|(?!\n)\p{Cc}/u;
const TAGS =
  /^(?:\/?(?:html|head|body|title|h3|p|table|tr|th|td|pre)|html lang="en"|meta charset="utf-8"|!DOCTYPE html)$/;

test('whatever strangers wrote: no live tag, no header, no unsafe character, no line over 998 octets', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 6 }), hostile, (lines, name) => {
      const whois = found({ network: name, handle: name, text: lines, server: name, abuse: [name] });
      const mail = renderMail(
        aDigest({ place: name, bans: [aBan({ jail: name })], details: [detail({ whois, lines })] }),
      );
      expect(encodedWords(mail.subject)).toMatch(/^[\x20-\x7e]{1,998}$/);
      for (const [, tag = ''] of mail.html.matchAll(/<([^>]*)>/g))
        expect(tag.replace(/ style="[^"<>]*"$/, '')).toMatch(TAGS);
      expect(mail.html.replace(/<[^>]*>/g, '')).not.toMatch(/[<>"']/);
      for (const body of [mail.text, mail.html]) {
        expect(UNSAFE.test(body)).toBe(false);
        expect(body).not.toContain('://');
        expect(Math.max(...body.split('\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998);
      }
    }),
    { numRuns: 200 },
  );
});

test('what the operator said of a ban stands in the mail, escaped', () => {
  const reason = '<b>scanner</b> see https://evil.example\r\nBcc: victim@example.com \u202e';
  const alone = renderMail(aDigest({ bans: [aBan({ origin: 'manual', reason })] }));
  expect(alone.text).toMatch(
    /^Reason: +<b>scanner<\/b> see https\[:\]\/\/evil\.example\\u\{d\}\\u\{a\}Bcc:.*\\u\{202e\}$/m,
  );
  expect(alone.html).toContain('&lt;b&gt;scanner&lt;/b&gt; see https[:]//evil.example\\u{d}\\u{a}Bcc:');
  const many = renderMail(
    aDigest({ bans: [aBan(), aBan({ ip: '192.0.2.2', origin: 'request', reason: 'shop login' })] }),
  );
  expect(many.text).toMatch(/^192\.0\.2\.2 .* shop login$/m);
  expect(renderMail(aDigest({ bans: [aBan(), aBan({ ip: '192.0.2.2' })] })).text).not.toContain('Reason');
});
