import fc from 'fast-check';
import { subscriptionPattern } from '../../../lib/config/subscription/pattern';
import { textsOf } from '../../../lib/config/subscription/texts';
import type { FilterRules } from '../../../lib/core/ruleset';
import { compileDatepattern } from '../../../lib/detect/dates/compile';
import { createMatcher, createStreamState } from '../../../lib/detect/matcher';
import { type Prefilter, prefilter } from '../../../lib/detect/prefilter';
import { translate } from '../../../lib/regex/translate';
import { readLine } from '../../../lib/sources/journald';
import { subscription } from '../../fakes/aws-logs-pattern/match';
import { aJail, someRules } from '../../support/builders';
import { entries } from './entries';

/** Random cases a law: FAIL2EDGE_PATTERNS=100000 is for an evening. */
const CASES = Number(process.env.FAIL2EDGE_PATTERNS ?? 300);

const WORDS = [
  ...[
    'Failed password',
    'login failed for',
    'error',
    'app: refused',
    'sshd',
    'kernel: [',
    '] Denied ',
    '12345',
    '7.25',
  ],
  ...[
    'user "root"',
    "user 'x'",
    '<b>bold</b>',
    'a=b&c',
    '/cgi-bin/',
    'back\\slash',
    'Zugriff verweigert für',
    'ſt',
    '漢字',
  ],
  ...[
    ': [alert]',
    'pam_unix(x:auth): failure;',
    ' -- ',
    'x',
    '(1) two',
    '{"MESSAGE":',
    '\\n next',
    'tab\there',
    '#1: *2',
  ],
] as const;

const DAY = '2026-11-18 12:00:00';

/** Date patterns, each with texts that it cuts out of a line, or may. */
const DATED: readonly { readonly pattern: string | null; readonly dates: readonly string[] }[] = [
  { pattern: null, dates: [DAY, 'Nov 18 12:00:00', ' 1/11/2026 10:00:00', '@4000000042d3a2c1e7d1c4b5'] },
  { pattern: '{^LN-BEG}', dates: [DAY, '12:00:00', '1795000000', '<11/18/26@12:00:00>'] },
  { pattern: '{NONE}', dates: [DAY] },
  { pattern: '^[^"]*\\[(%d/%b/%ExY:%H:%M:%S %z)\\] "', dates: ['[18/Nov/2026:12:00:00 +0000] "'] },
  { pattern: '^[^"]*(%d/%b/%ExY) -', dates: ['18/Nov/2026 -', '18/Nov/2026'] },
  { pattern: '%Y-%m-%d %H:%M:%S', dates: [DAY] },
  { pattern: '{UNB}%Y%m%d', dates: ['20261118'] },
  { pattern: '**%H:%M:%S**', dates: ['12:00:00'] },
  { pattern: '(%d/%m) %H', dates: ['18/11 12'] },
  { pattern: '^%b %d %H:%M:%S', dates: ['Nov 18 12:00:00'] },
  { pattern: '<(%Y-%m-%d)>', dates: ['<2026-11-18>', '2026-11-18>'] },
  { pattern: '^x-(%Y)?-', dates: ['x-2026-'] },
  { pattern: ':(?:%Y-%m-%d)?', dates: [':2026-11-18', ':'] },
  { pattern: '^[^\\[]*\\[({DATE})', dates: ['[Nov 18 12:00:00', `[${DAY}`] },
  { pattern: '%m/%d\\s*', dates: ['11/18\n', '11/18 '] },
  { pattern: '{^LN-BEG}%Y-%m-%d %H:%M:%S\nEPOCH', dates: [DAY, 'audit(1795000000', '[1795000000'] },
];

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** A part of an expression, and texts it matches. */
const part = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS).map((word) => ({ regex: escaped(word), texts: [word] })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS))
      .map(([one, other]) => ({ regex: `(?:${escaped(one)}|${escaped(other)})`, texts: [one, other] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...WORDS)
      .map((word) => ({ regex: `(?i:${escaped(word)})`, texts: [word.toUpperCase()] })),
  },
  fc.constantFrom(
    { regex: '.*', texts: ['', ' ', 'noise', ': x'] },
    { regex: ' ', texts: [' '] },
    { regex: '\\s*', texts: ['', ' '] },
    { regex: '(?:\\S+ )?', texts: ['', 'gate '] },
    { regex: '[Ff]ail', texts: ['Fail', 'fail'] },
    { regex: '\\d+', texts: ['1', '12'] },
  ),
);

const expression = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => ({
  regex: `^${parts.map(({ regex }) => regex).join('')} (?P<ip4>\\d+\\.\\d+\\.\\d+\\.\\d+)`,
  parts,
}));

/** A prefregex, and what it matches before the content. */
const BEFORE = [
  { prefregex: null, texts: [''] },
  {
    prefregex: '^(?:\\S+ )?(?:app\\[\\d+\\]: )?(?P<content>.+)$',
    texts: ['', 'gate ', 'app[12]: ', 'gate app[12]: '],
  },
  { prefregex: '^(?:\\S+ )?\\s*app: (?P<content>.+)$', texts: ['app: ', ' app: ', 'gate app: '] },
] as const;

const filter = fc.record({
  expressions: fc.array(expression, { minLength: 1, maxLength: 3 }),
  before: fc.constantFrom(...BEFORE),
  dated: fc.constantFrom(...DATED),
});

/** What the filter sees, made from one of its expressions; and a date somewhere in it, as the line had it. */
const cases = filter.chain((made) =>
  fc.record({
    made: fc.constant(made),
    which: fc.nat(made.expressions.length - 1),
    picks: fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }),
    prefix: fc.nat(3),
    date: fc.nat(3),
    place: fc.nat(),
  }),
);

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function rulesOf({ made }: Case): FilterRules {
  return someRules({
    prefregex: made.before.prefregex === null ? null : translate(made.before.prefregex),
    failregex: made.expressions.map(({ regex }) => translate(regex)),
    ignoreregex: [],
    dates: compileDatepattern(made.dated.pattern),
  });
}

function seen({ made, which, picks, prefix }: Case): string {
  const { parts } = made.expressions[which]!;
  const texts = parts.map(({ texts }, index) => texts[picks[index]! % texts.length] ?? '');
  return `${made.before.texts[prefix % made.before.texts.length]}${texts.join('')} 192.0.2.1`;
}

/** Whether the detect function reads the message however CloudWatch's JSON writes it. */
const isRead = (mayMatter: Prefilter, message: string): boolean =>
  [message, JSON.stringify(message).slice(1, -1)].every((text, index) =>
    mayMatter(text, index > 0 && text.includes('\\')),
  );

function matters(rules: FilterRules, message: string): boolean {
  const options = { usedns: 'warn', logtimezone: null, timeRule: { kind: 'event' }, ambiguity: 'keep' } as const;
  const line = readLine({ timestamp: 0, message });
  const verdict = createMatcher(rules, options).match(line, createStreamState());
  return verdict.kind === 'failure' || verdict.kind === 'session';
}

/** Over random filters: how often a record mattered and a pattern held, and the records that were held back wrongly. */
function judge(recordsOf: (one: Case) => readonly string[]) {
  const told = { mattered: 0, everything: 0, held: [] as unknown[] };
  for (const one of fc.sample(cases, { numRuns: CASES, seed: 20_261_118 })) {
    const rules = rulesOf(one);
    const jail = aJail({ rules });
    const found = subscriptionPattern([jail]);
    const mayMatter = prefilter([{ ...jail, ...textsOf(jail) }]);
    if (found.kind === 'everything') {
      told.everything++;
      continue;
    }
    const delivers = subscription(found.pattern);
    const mattering = recordsOf(one).filter((message) => matters(rules, message));
    told.mattered += mattering.length;
    const lost = mattering.filter((message) => !delivers(message) || !isRead(mayMatter, message));
    told.held.push(...lost.map((message) => ({ pattern: found.pattern, message, filter: one.made })));
  }
  return { ...told, held: told.held.slice(0, 3), some: told.everything < 0.6 * CASES };
}

/** The line as it is, and with a date at its start and in two other places. */
function withDate(one: Case): readonly string[] {
  const text = seen(one);
  const { dates } = one.made.dated;
  const date = dates[one.date % dates.length] ?? '';
  const places = [0, one.place, one.place >> 7].map((place) => place % (text.length + 1));
  return [text, ...places.map((place) => text.slice(0, place) + date + text.slice(place))];
}

describe('whatever the filters and the lines', () => {
  test('no line of text that matters is held back or left unread, wherever a date is cut out of it', () => {
    const { held, mattered, some } = judge(withDate);
    expect(held).toEqual([]);
    expect(some).toBe(true);
    expect(mattered).toBeGreaterThan(CASES / 2);
  });

  test('no journal entry that matters is held back or left unread, wherever its line is glued from fields', () => {
    const { held, mattered, some } = judge((one) => entries(seen(one)));
    expect(held).toEqual([]);
    expect(some).toBe(true);
    expect(mattered).toBeGreaterThan(CASES / 2);
  });
});
