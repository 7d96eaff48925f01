import fc from 'fast-check';
import { compileDatepattern } from '../../../lib/detect/dates/compile';
import { createDateFinder, type DateContext } from '../../../lib/detect/dates/find';

const NOW = Date.UTC(2005, 7, 14, 10) / 1000;
const BERLIN: DateContext = { reference: NOW, zone: 'Europe/Berlin' };

const DEFAULTS = createDateFinder(compileDatepattern(null) ?? []);

function dateIn(text: string, pattern: string | null = null, context = BERLIN) {
  const finder = pattern === null ? DEFAULTS : createDateFinder(compileDatepattern(pattern) ?? []);
  const span = finder.find(text);
  const found = span && finder.parse(span, context);
  return (
    found && {
      cut: text.slice(found.start, found.end),
      time: new Date(found.time * 1000).toISOString(),
      zoned: found.zoned,
    }
  );
}

describe('the default templates', () => {
  it.each([
    ['2005-01-23T21:59:59.981746+0530 x', '2005-01-23T21:59:59.981746+0530', '2005-01-23T16:29:59.000Z'],
    ['2005/01/23 21:59:59 x', '2005/01/23 21:59:59', '2005-01-23T20:59:59.000Z'],
    ['2005.01.23  8:59:59 x', '2005.01.23  8:59:59', '2005-01-23T07:59:59.000Z'],
    ['Jan 23 21:59:59 x', 'Jan 23 21:59:59', '2005-01-23T20:59:59.000Z'],
    ['Jan  3 21:59:59 x', 'Jan  3 21:59:59', '2005-01-03T20:59:59.000Z'],
    ['[Sun Jan 23 21:59:59.011 2005] x', 'Sun Jan 23 21:59:59.011 2005', '2005-01-23T20:59:59.000Z'],
    ['Sun Jan 23 2005 21:59:59.011 x', 'Sun Jan 23 2005 21:59:59.011', '2005-01-23T20:59:59.000Z'],
    ['23/01/2005 21:59:59 x', '23/01/2005 21:59:59', '2005-01-23T20:59:59.000Z'],
    ['23-01-05 21:59:59 x', '23-01-05 21:59:59', '2005-01-23T20:59:59.000Z'],
    ['h - - [23/Jan/2005:21:59:59 +0100] x', '23/Jan/2005:21:59:59 +0100', '2005-01-23T20:59:59.000Z'],
    ['23-Jan-2005 21:59:59.252 x', '23-Jan-2005 21:59:59.252', '2005-01-23T20:59:59.000Z'],
    ['01/23/2005:21:59:59 x', '01/23/2005:21:59:59', '2005-01-23T20:59:59.000Z'],
    ['01-23-2005 21:59:59.252 x', '01-23-2005 21:59:59.252', '2005-01-23T20:59:59.000Z'],
    ['1106513999.500 x', '1106513999.500', '2005-01-23T20:59:59.500Z'],
    ['[1106513999] x', '1106513999', '2005-01-23T20:59:59.000Z'],
    ['type=A msg=audit(1106513999.123:7): x', '1106513999.123', '2005-01-23T20:59:59.123Z'],
    ['11:59:59 x', '11:59:59', '2005-08-14T09:59:59.000Z'],
    ['<01/23/05@21:59:59> x', '<01/23/05@21:59:59>', '2005-01-23T20:59:59.000Z'],
    ['050123 21:59:59 x', '050123 21:59:59', '2005-01-23T20:59:59.000Z'],
    ['Jan 23, 2005 9:59:59 PM x', 'Jan 23, 2005 9:59:59 PM', '2005-01-23T20:59:59.000Z'],
    ['Jan-23-05 21:59:59 x', 'Jan-23-05 21:59:59', '2005-01-23T20:59:59.000Z'],
    ['20050123T215959 x', '20050123T215959', '2005-01-23T20:59:59.000Z'],
    ['20050123-21:59:59 x', '20050123-21:59:59', '2005-01-23T20:59:59.000Z'],
    ['EST Jan 23 15:59:59 x', 'EST Jan 23 15:59:59', '2005-01-23T20:59:59.000Z'],
    ['+01:00 Jan 23 21:59:59.011 2005 x', '+01:00 Jan 23 21:59:59.011 2005', '2005-01-23T20:59:59.000Z'],
    ['@4000000041f4104f0f4a1f54 x', '@4000000041f4104f0f4a1f54', '2005-01-23T20:59:59.000Z'],
  ])('%s', (line, cut, time) => {
    const found = dateIn(line);
    expect([found?.cut, found?.time]).toEqual([cut, time]);
  });

  it.each(['', 'no date', '2005-01-23 21:59', 'x2005-01-23 21:59:59', '2005-01-23 21:59:599', '99/99/2005 00:00:00'])(
    'find nothing in %p',
    (line) => expect(DEFAULTS.find(line)).toBeUndefined(),
  );

  it("prefer the line's own date to one typed to the right of it, whatever form that has", () => {
    const line = 'h - - [14/Aug/2005:11:59:59 +0200] "GET /2001-01-01 00:00:00"';
    expect(dateIn(line)?.cut).toBe('14/Aug/2005:11:59:59 +0200');
  });

  it('tell places in a text with characters above Latin-1', () => {
    expect(dateIn('🚪 Jan 23 21:59:59 x')?.cut).toBe('Jan 23 21:59:59');
  });

  it('read names of months and days in any case', () => {
    expect(dateIn('SUN jAN 23 21:59:59 2005 x')?.time).toBe('2005-01-23T20:59:59.000Z');
  });
});

describe('a date pattern', () => {
  it.each([
    ['%Exd.%Exm.%Exy %ExH:%ExM', '23.01.05 21:59 x', '23.01.05 21:59', '2005-01-23T20:59:00.000Z'],
    ['%A, %B %d %I%p', 'Sunday, August 14 12AM x', 'Sunday, August 14 12AM', '2005-08-13T22:00:00.000Z'],
    ['%c', 'Sun Jan 23 21:59:59 2005', 'Sun Jan 23 21:59:59 2005', '2005-01-23T20:59:59.000Z'],
    ['%Y day %j', '2004 day 366', '2004 day 366', '2004-12-30T23:00:00.000Z'],
    ['%Y/%U/%w', '2005/33/0', '2005/33/0', '2005-08-13T22:00:00.000Z'],
    ['%Y/%W/%a', '2005/32/Sun', '2005/32/Sun', '2005-08-13T22:00:00.000Z'],
    ['%Y-%m-%d %H:%M:%S %Exz', '2005-01-23 21:59:59 EST', '2005-01-23 21:59:59 EST', '2005-01-24T02:59:59.000Z'],
    ['EPOCH', '1106513999 x', '1106513999', '2005-01-23T20:59:59.000Z'],
    ['LEPOCH', '1106513999123 x', '1106513999123', '2005-01-23T20:59:59.123Z'],
    ['^LEPOCH', '1106513999123456 x', '1106513999123456', '2005-01-23T20:59:59.123Z'],
    ['at=({EPOCH})', 'x at=1106513999', '1106513999', '2005-01-23T20:59:59.000Z'],
    ['{^LN-BEG}%H:%M', '[21:59] x', '21:59', '2005-08-13T19:59:00.000Z'],
    ['**%H:%M**', 'x21:59x', '21:59', '2005-08-13T19:59:00.000Z'],
    ['{UNB}%H:%M', 'x21:59x', '21:59', '2005-08-13T19:59:00.000Z'],
    ['^{DATE}', '[1106513999] x', '1106513999', '2005-01-23T20:59:59.000Z'],
    ['{^LN-BEG}{DATE}', '1106513999 x', '1106513999', '2005-01-23T20:59:59.000Z'],
    ['{DATE}', '@4000000041f40f8f1a2b3c4d x', '@4000000041f40f8f1a2b3c4d', '2005-01-23T20:56:47.000Z'],
    ['EPOCH', '１１06513999 x', '１１06513999', '2005-01-23T20:59:59.000Z'],
    ['EPOCH', '٠١106513999 x', '٠١106513999', '2005-01-23T20:59:59.000Z'],
    ['^<\\d+>{DATE}', '<7>Jan 23 21:59:59 x', '<7>Jan 23 21:59:59', '2005-01-23T20:59:59.000Z'],
    [
      '^[^\\[]*\\[({DATE})',
      'h - [23/Jan/2005:21:59:59 +0100] x',
      '23/Jan/2005:21:59:59 +0100',
      '2005-01-23T20:59:59.000Z',
    ],
    ['\\[(%d/%b/%Y)\\] (?:a|b)', '[23/Jan/2005] b', '23/Jan/2005', '2005-01-22T23:00:00.000Z'],
    ['date=%b %d', 'DATE=JAN 23', 'DATE=JAN 23', '2005-01-22T23:00:00.000Z'],
    ['%Y-%m-%d %H:%M:%S\n%H:%M', 'x 21:59', '21:59', '2005-08-13T19:59:00.000Z'],
  ])('%j', (pattern, line, cut, time) => {
    expect(dateIn(line, pattern)).toMatchObject({ cut, time });
  });

  it('with text around it is no date in seconds: `<7>1106513999` may be anything', () => {
    expect(dateIn('<7>1106513999 x', '^<\\d+>{DATE}')).toBeUndefined();
  });

  it('of names asks for the same separator twice, in a pattern that ignores case', () => {
    const pattern = '%d(?P<_sep>[/-])%b(?P=_sep)%Y';
    expect(dateIn('23/Jan/2005', pattern)?.cut).toBe('23/Jan/2005');
    expect(dateIn('23/Jan-2005', pattern)).toBeUndefined();
  });

  it('is {^LN-BEG} for those default forms that stand at the start of a line', () => {
    const templates = compileDatepattern('{^LN-BEG}') ?? [];
    expect(templates).toHaveLength(17);
    expect(dateIn('x 2005-01-23 21:59:59', '{^LN-BEG}')).toBeUndefined();
  });

  it('is {NONE} for no date at all, and nothing for the defaults', () => {
    expect(compileDatepattern('{NONE}')).toBeNull();
    expect(compileDatepattern(null)).toHaveLength(31);
    expect(compileDatepattern('{DEFAULT}')).toEqual(compileDatepattern(''));
  });

  it('with a mistake is refused with its name', () => {
    expect(() => compileDatepattern('%Y-%q')).toThrow("'%q' is no date field");
    expect(() => compileDatepattern('(%Y')).toThrow(/date pattern '\(Year'/);
  });

  it('is plain JSON: what comes back from text finds the same', () => {
    const templates = JSON.parse(JSON.stringify(compileDatepattern('{^LN-BEG}')));
    expect(createDateFinder(templates).find('Jan 23 21:59:59 x')).toMatchObject({ start: 0, end: 15 });
  });
});

describe('a date without a year', () => {
  const yearOf = (text: string, now: number) =>
    dateIn(text, '%b %d %H:%M:%S', { reference: now, zone: 'UTC' })?.time.slice(0, 4);

  it('is of this year, also when it lies up to 24 hours ahead', () => {
    expect(yearOf('Aug 15 10:00:00', NOW)).toBe('2005');
  });

  it('is of the year before when it lies further ahead', () => {
    expect(yearOf('Aug 15 10:00:01', NOW)).toBe('2004');
    expect(yearOf('Dec 31 23:59:59', Date.UTC(2006, 0, 1) / 1000)).toBe('2005');
  });

  it('on 29 February is of the latest year that has it', () => {
    expect(yearOf('Feb 29 10:00:00', NOW)).toBe('2004');
    expect(yearOf('Feb 29 10:00:00', Date.UTC(2103, 5, 1) / 1000)).toBe('2096');
    expect(yearOf('Feb 30 10:00:00', NOW)).toBeUndefined();
  });

  it('lies between a year before and a day after the present', () => {
    const day = fc.date({ min: new Date('2001-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, day, (written, present) => {
        const [, month, date, , clock] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(written.toUTCString())?.slice(0) ?? [];
        const text = `${date} ${month} ${clock}`;
        fc.pre(text.length > 0 && !(date === 'Feb' && month === '29'));
        const reference = Math.floor(present.getTime() / 1000);
        const finder = createDateFinder(compileDatepattern('%b %d %H:%M:%S') ?? []);
        const span = finder.find(text);
        const found = span && finder.parse(span, { reference, zone: 'UTC' });
        expect(found?.time).toBeLessThanOrEqual(reference + 86_400);
        expect(found?.time).toBeGreaterThan(reference - 366 * 86_400);
      }),
      { numRuns: 200 },
    );
  });
});

describe('reading', () => {
  it('gives back any second that was written with its zone', () => {
    const second = fc.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: Date.UTC(2039, 11, 30) / 1000 });
    fc.assert(
      fc.property(second, fc.integer({ min: -14 * 60, max: 14 * 60 }), (time, minutes) => {
        const sign = minutes < 0 ? '-' : '+';
        const hh = String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0');
        const mm = String(Math.abs(minutes) % 60).padStart(2, '0');
        const wall = new Date((time + minutes * 60) * 1000).toISOString().slice(0, 19);
        const span = DEFAULTS.find(`${wall}${sign}${hh}:${mm} x`);
        expect(span && DEFAULTS.parse(span, BERLIN)).toMatchObject({ time, zoned: true });
      }),
    );
  });

  it('does not depend on what was read before', () => {
    const line = fc.constantFrom('Aug 14 11:59:59 x', 'Aug 14 11:59:58 x', '2005-08-14T11:59:59Z x', '11:59:59 x');
    const context = fc.record({
      reference: fc.constantFrom(NOW, NOW + 86_400 * 300),
      zone: fc.constantFrom('UTC', 'Asia/Tokyo', null),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(line, context), { maxLength: 6 }), (reads) => {
        for (const [text, where] of reads) {
          const span = DEFAULTS.find(text);
          const fresh = createDateFinder(compileDatepattern(null) ?? []);
          const own = fresh.find(text);
          expect(span && DEFAULTS.parse(span, where)).toEqual(own && fresh.parse(own, where));
        }
      }),
      { numRuns: 50 },
    );
  });
});
