import { glueOf } from '../../../lib/config/subscription/glue';
import { optionsOf } from '../../../lib/config/subscription/pieces';
import { compileDatepattern } from '../../../lib/detect/dates/compile';
import { createDateFinder } from '../../../lib/detect/dates/find';

const nowhere = () => false;
const pieces = (text: string) => optionsOf(text, nowhere).flat();

describe('the parts of a text that stand in every form of record', () => {
  test.each([
    ['all of it, within one field', 'password', ['password']],
    ['not over the blank behind the host name', 'Connection closed by', ['Connection', 'closed by']],
    ['over a blank that cannot be that one', ': password mismatch', ['password mismatch']],
    ['over the first blank behind a sign no host name has', '" 400', [' 400']],
    ['not over the end of the identifier', 'user x: Change of name', ['user', 'x', 'Change of name']],
    ['not over the process id', 'sshd[12]: Failed', ['sshd', 'Failed']],
    ['not what JSON escapes', 'was "not" \\found, né', ['was', 'not', ' ', 'found, n']],
    ['not the n of a line feed', 'one\\nnext', ['one', 'next']],
    ['not the uptime that is made for the kernel', '[   12.345678] eth0 up', ['eth0 up']],
    ['not digits that may be of it', '12.3', []],
    ['nothing of a text of signs', '"[', []],
  ])('%s', (_, text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  test('two of them where a date can be cut out anywhere: it spares one', () => {
    expect(optionsOf('connection', 'anywhere')).toEqual([['conne', 'ction']]);
    expect(optionsOf('Connection closed by', 'anywhere')).toEqual([['Connection', 'closed by']]);
  });
});

describe('where a date can be cut out of a text', () => {
  const cutsIn = (pattern: string | null, text: string) => {
    const glue = glueOf(compileDatepattern(pattern));
    if (glue === 'anywhere') return glue;
    return Array.from({ length: text.length - 1 }, (_, at) => at + 1).filter((at) => glue(text, at));
  };

  test.each([
    ['no date is searched', '{NONE}', 'Failed password', []],
    ['at the start of the line', '^%Y-%m-%d', ': Failed', []],
    ['behind one or two signs at the start', '{^LN-BEG}', ': [Failed', [1, 2]],
    ['before a sign only, by the default forms', null, 'Failed password: x', [6, 15, 16]],
    ['between the signs around the user’s own group', '^[^"]*\\[(%d/%b/%ExY)\\] "', 'x [] [ ]', [3]],
    ['behind the sign before it, when what follows is open', '^[^"]*<(%Y)-?', '<a <b', [1, 4]],
    ['behind the last sign of what stands before {DATE}', '^[^<]*<({DATE})', '<a <b', [1, 4]],
  ])('%s', (_, pattern, text, expected) => {
    expect(cutsIn(pattern, text)).toEqual(expected);
  });

  test.each(['%Y-%m-%d', '{UNB}%H:%M', '(%Y)?-', '%d**', '(?:(%d)|x)\\d'])(
    '%s: nothing is known of it, so anywhere',
    (pattern) => {
      expect(cutsIn(pattern, 'x')).toBe('anywhere');
    },
  );

  test('the default forms end in a letter or a digit, and no word goes on behind them', () => {
    const dates = ['2026-11-18 12:00:00', '18/11/2026 1:00:00', 'Nov 18 12:00:00 2026', '2026/11/18 12:00:00,5 Z'];
    const moreDates = ['261118 12:00:00', '18/Nov/2026:12:00:00 +0000', '@4000000042d3a2c1e7d1c4b5', '20261118T120000'];
    const finder = createDateFinder(compileDatepattern(null) ?? []);
    for (const date of [...dates, ...moreDates]) {
      for (const after of ['', ' x', 'x', ':', '1', '.5', ']']) {
        const text = `Failed ${date}${after}`;
        const span = finder.find(text);
        if (!span) continue;
        expect(text.slice(span.start, span.end)).toMatch(/\w$/);
        expect(text.slice(span.end)).toMatch(/^(?!\w)/);
      }
    }
  });
});
