import fc from 'fast-check';
import type { Ban } from '../../lib/core/ban';
import type { BanDetail, Digest } from '../../lib/core/report';
import { encodedWords } from '../../lib/notifiers/mail/encoded-word';
import { renderMail } from '../../lib/notifiers/mail/render';
import { banJson } from '../../lib/notifiers/targets/ban-json';
import { discordBody } from '../../lib/notifiers/targets/discord';
import { slackBody } from '../../lib/notifiers/targets/slack';
import { teamsBody } from '../../lib/notifiers/targets/teams';
import { webhookBody } from '../../lib/notifiers/targets/webhook';
import { xarfReport } from '../../lib/notifiers/targets/xarf-report';
import { aBan, aDigest, aRecord } from '../fakes/aws-mail/builders';

/** Mails and notifications: a second or two as it stands. FAIL2EDGE_FUZZ=100000 is the long run. */
const RUNS = Number(process.env.FAIL2EDGE_FUZZ ?? 300);

const ATTACKS = [
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</pre></body>', '<!channel>', '<@U012AB3CD>'],
  ...['x\r\nBcc: victim@example.com', '.\r\nQUIT\r\n', '\n\nFrom: root', '\u2028To: x', '=?UTF-8?B?DQpCY2M6eA==?='],
  ...['@everyone', '``` ```', '[click](https://evil.example)', 'https://evil.example', 'javascript:alert(1)'],
  ...[
    '\x1b[31m\x1b]0;pwned\x07',
    '\u202egnp.exe',
    '\u200b\ufeff',
    '\ud800',
    '&lt;b&gt; &#60;',
    "'; DROP TABLE bans; --",
  ],
  ...['- "\nSource: 198.51.100.1', '{"ip":"1.2.3.4"}', '=cmd|calc', `${'A'.repeat(3_000)}`, '%0d%0aSet-Cookie: x'],
];
const hostile = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(fc.constantFrom(...ATTACKS), fc.string({ unit: 'grapheme', maxLength: 12 })).map(([a, b]) => `${b}${a}${b}`),
);

const ban: fc.Arbitrary<Ban> = fc
  .record({ jail: hostile, reason: fc.option(hostile), origin: fc.constantFrom('detect', 'manual', 'request', 'list') })
  .map(({ jail, reason, origin }) =>
    aBan({ jail, origin: origin as Ban['origin'], ...(reason === null ? {} : { reason }) }),
  );

const digest: fc.Arbitrary<Digest> = fc
  .record({
    bans: fc.array(ban, { minLength: 1, maxLength: 4 }),
    place: hostile,
    lines: fc.array(hostile, { maxLength: 4 }),
    text: hostile,
  })
  .map(({ bans, place, lines, text }) => {
    const record = aRecord({ network: text, handle: text, text: [text, ...lines], server: text, abuse: [text] });
    const details: BanDetail[] = bans.slice(0, 2).map((one) => ({ ban: one, whois: { kind: 'found', record }, lines }));
    return aDigest({ place, bans, details });
  });

/** What a terminal, a mail program or a chat would obey, or would not show; a line feed of ours is allowed. */
const UNSAFE = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;
const OUR_TAGS =
  /^(?:\/?(?:html|head|body|title|h3|p|table|tr|th|td|pre)|html lang="en"|meta charset="utf-8"|!DOCTYPE html)$/;

/** Every text in a JSON value, names of fields included. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}

/** Everything that is sent of a digest. */
const sentOf = (given: Digest) => ({
  mail: renderMail(given),
  slack: slackBody(given),
  teams: teamsBody(given),
  discord: discordBody(given) as { readonly content: string },
  webhook: JSON.parse(webhookBody(given)) as object,
  events: given.bans.map((one) => JSON.stringify(banJson(one))),
  reports: given.details.map((detail) => xarfReport(detail, 'abuse@example.org')),
});
type Sent = ReturnType<typeof sentOf>;

const mistakes: Readonly<Record<string, (sent: Sent) => boolean>> = {
  'a subject with more than one line of ASCII': ({ mail }) => !/^[\x20-\x7e]{1,998}$/.test(encodedWords(mail.subject)),
  'an unsafe character in a mail': ({ mail }) => UNSAFE.test(mail.text) || UNSAFE.test(mail.html),
  'a link in a mail': ({ mail }) => mail.text.includes('://') || mail.html.includes('://'),
  'a tag of a stranger in a mail': ({ mail: { html } }) => {
    const tags = [...html.matchAll(/<([^>]*)>/g)].map(([, tag = '']) => tag.replace(/ style="[^"<>]*"$/, ''));
    return tags.some((tag) => !OUR_TAGS.test(tag)) || /[<>"']/.test(html.replace(/<[^>]*>/g, ''));
  },
  'a line of a mail over 998 octets': ({ mail }) => mail.html.split('\n').some((line) => Buffer.byteLength(line) > 998),
  'an unsafe character in a notification': ({ slack, teams, discord, webhook }) =>
    [slack, teams, discord, webhook].flatMap(textsOf).some((text) => UNSAFE.test(text)),
  'a live tag, mention or link in Slack': ({ slack }) =>
    textsOf(slack).some((text) => /[<>]|:\/\/|&(?!amp;|lt;|gt;)/.test(text)),
  'a link, or text in which Markdown is read, in Teams': ({ teams }) =>
    JSON.stringify(teams).includes('"type":"TextBlock"') ||
    textsOf(teams).some((text) => text.includes('://') && !text.startsWith('http://adaptivecards.io/')),
  'a way out of Discord’s block of code': ({ discord: { content } }) =>
    !/^```\n[^`]*\n```$/.test(content) || content.length > 2_000 || content.includes('://'),
  'an event that is larger than a tenth of a request': ({ events }) =>
    events.some((text) => Buffer.byteLength(text) > 25_600),
  'a field or a line of a stranger in an abuse report': ({ reports }) =>
    reports.some(
      ({ report, evidence, text, subject }) =>
        report.split('\n').length !== 15 ||
        UNSAFE.test(`${report}${evidence}${text}`) ||
        !/^[\x20-\x7e]+$/.test(subject),
    ),
};

test(`whatever strangers wrote, ${RUNS} mails and notifications are what we wrote, and nothing else`, () => {
  fc.assert(
    fc.property(digest, (given) => {
      const sent = sentOf(given);
      const made = Object.entries(mistakes).filter(([, isMade]) => isMade(sent));
      expect(made.map(([name]) => name)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 3_600_000);
