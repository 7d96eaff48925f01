import { subscriptionPattern } from '../../../lib/config/subscription/pattern';
import type { FilterRules, Jail } from '../../../lib/core/ruleset';
import { compileDatepattern } from '../../../lib/detect/dates/compile';
import { translate } from '../../../lib/regex/translate';
import { subscription } from '../../fakes/aws-logs-pattern/match';
import { aJail, someRules } from '../../support/builders';

const LIST = String.raw`[A-Z][DEMR].\s*:\s*\[`;
const rules = (failregex: readonly string[], over: Partial<FilterRules> = {}) =>
  someRules({ failregex: failregex.map((source) => translate(source)), ...over });
const jail = (failregex: readonly string[], over: Partial<FilterRules> = {}, more: Partial<Jail> = {}) =>
  aJail({ rules: rules(failregex, over), ...more });

/** The alternatives before the one for lists in journal entries; or the reason for everything. */
function texts(...jails: readonly Jail[]): readonly string[] | string {
  const found = subscriptionPattern(jails);
  if (found.kind === 'everything') return found.reason;
  expect(() => subscription(found.pattern)).not.toThrow();
  expect(found.pattern.endsWith(`|${LIST}%`)).toBe(true);
  return found.pattern.slice(1, -LIST.length - 2).split('|');
}

describe('the pattern of a log group', () => {
  test('holds a text of every failregex of every jail', () => {
    expect(texts(jail(['^denied: \\S+$', '^: refused by \\S+']), jail(['^expired\\b']))).toEqual([
      'denied',
      'expired',
      'refused\\sby\\s',
    ]);
  });

  test('has no alternative that holds another one', () => {
    expect(texts(jail(['^not allowed$', '^\\d+ allowed$']))).toEqual(['allowed']);
  });

  test('recognises a text by a part of it that another one needs anyway', () => {
    expect(texts(jail(['^Failed \\S+$', '^Failed publickey for$']))).toEqual(['Failed']);
  });

  test('writes what the syntax has no place for as any character', () => {
    expect(texts(jail(['^"\\(a\\) b!c#d$']))).toEqual(['.a.\\sb.c#d']);
  });

  test('takes prefregex where that tells more than the failregexes', () => {
    const prefregex = translate('^audit-login (?P<content>.+)$');
    expect(texts(jail(['^x: \\S+$', '^y$'], { prefregex }))).toEqual(['audit-login']);
    expect(texts(jail(['^refused by policy$'], { prefregex: translate('^user (?P<content>.+)$') }))).toEqual([
      'refused',
    ]);
  });

  test('covers the filter as it reads the journal, too', () => {
    expect(texts(jail(['^denied$'], {}, { journalRules: rules(['^expired$']) }))).toEqual(['denied', 'expired']);
  });

  test('takes another part of an expression where a record may hold only too little of the best one', () => {
    expect(texts(jail(['^PAM: \\S+ from \\S+$']))).toEqual(['PAM']);
  });

  test('lets journal entries through whose message is a list of bytes', () => {
    const found = subscriptionPattern([jail(['^denied$'])]);
    const delivers = subscription(found.kind === 'pattern' ? found.pattern : '');
    expect(delivers('{"_PID":"1","MESSAGE":[100,101,110,105,101,100,27]}')).toBe(true);
    expect(delivers('{ "_PID" : "1", "MESSAGE" : [ 100 ] }')).toBe(true);
    expect(delivers('{"_PID":"1","MESSAGE":"welcome"}')).toBe(false);
  });

  test('of jails that count bans asks for nothing', () => {
    const recidive = aJail({ name: 'recidive', countsBans: true, rules: rules(['^\\S+$']) });
    expect(texts(jail(['^denied$']), recidive)).toEqual(['denied']);
    expect(texts(recidive)).toBe('no jail reads its lines');
  });
});

describe('every line of a log group is delivered', () => {
  const named = (failregex: readonly string[], over: Partial<FilterRules> = {}) =>
    jail(failregex, over, { name: 'web' });

  test('when a failregex has no text that all its matches hold', () => {
    expect(texts(jail(['^denied$']), named(['^denied$', '^\\S+ \\d+$']))).toBe(
      'jail web: no text stands in every line that failregex 1 matches: ^\\S+ \\d+$',
    );
  });

  test('when the text is one that stands in most lines', () => {
    expect(texts(named(['^\\S+ from \\S+$']))).toMatch(/^jail web: no text stands in every line that failregex 0/);
  });

  test('when nothing of the text is written alike in every form of record', () => {
    expect(texts(named(['^é"<ü>$']))).toMatch(/^jail web: no text/);
  });

  test('when lines are matched in sequence', () => {
    expect(texts(named(['^denied$'], { maxlines: 5 }))).toBe('jail web: maxlines = 5 matches lines in sequence');
  });

  test('when dates may be cut out of the middle of a text that has no two halves', () => {
    expect(texts(named(['^\\w+ denied$'], { dates: compileDatepattern('%Y-%m-%d') }))).toMatch(/^jail web: no text/);
  });
});

describe('a pattern of more than 1,024 characters', () => {
  const words = (count: number, make: (n: number) => string) =>
    jail(Array.from({ length: count }, (_, n) => `^${make(n)}$`));

  const patternOf = (one: Jail): string => {
    const found = subscriptionPattern([one]);
    return found.kind === 'pattern' ? found.pattern : found.reason;
  };

  test('has blanks as any character', () => {
    const pattern = patternOf(words(40, (n) => `#: one two ${100 + n} three four`));
    expect(pattern).toContain('one.two.100.three.four');
    expect(pattern.length).toBeLessThanOrEqual(1024);
  });

  test('has texts shortened to what most of them share', () => {
    const pattern = patternOf(words(90, (n) => `lost-connection-after-command-${100 + n}`));
    expect(pattern).toMatch(/lost-connection-after/);
    expect(pattern.length).toBeLessThanOrEqual(1024);
    expect(subscription(pattern)('lost-connection-after-command-142')).toBe(true);
    expect(subscription(pattern)('connection after command')).toBe(false);
  });

  test('gives way to everything when there are too many texts', () => {
    const letters = (n: number) => [...(n * 7_919_777 + 1e7).toString(26)].map((c) => `${c}Q`).join('');
    expect(patternOf(words(400, (n) => `${letters(n)}-${letters(n * 31 + 7)}`))).toBe(
      '400 texts do not fit in the 1024 characters of a pattern',
    );
  });
});
