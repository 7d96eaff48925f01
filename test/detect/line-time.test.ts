import type { MatcherOptions } from '../../lib/detect/matcher';
import { at, findingOf, readerOf } from './rules';

const DATED = { failregex: ['bad <HOST>$'], datepattern: '{DEFAULT}' };
const NOW = Date.UTC(2005, 7, 14, 10) / 1000;
const file = (zone: string | null): Partial<MatcherOptions> => ({ timeRule: { kind: 'file', zone, now: NOW } });

describe('in files', () => {
  const timeOf = (line: string, options: Partial<MatcherOptions>) =>
    findingOf(readerOf(DATED, options).read(line)).time;

  it('the date of the line counts, in its own zone', () => {
    expect(timeOf('2005-08-14T12:00:00+02:00 bad 192.0.2.1', file('America/New_York'))).toBe(NOW);
  });

  it('a date without a zone is in logtimezone, else in the given zone, else in UTC', () => {
    const line = '2005-08-14 12:00:00 bad 192.0.2.1';
    expect(timeOf(line, { ...file('Asia/Tokyo'), logtimezone: 'Europe/Berlin' })).toBe(NOW);
    expect(timeOf(line, file('Europe/Berlin'))).toBe(NOW);
    expect(timeOf(line, file(null))).toBe(NOW + 7200);
  });

  it('a line without a date has the last date before it, also of a line that missed', () => {
    const { read } = readerOf(DATED, file('UTC'));
    read('2005-08-14 09:00:00 well');
    expect(findingOf(read('bad 192.0.2.1')).time).toBe(NOW - 3600);
  });

  it('a line before any date is of now', () => {
    expect(timeOf('bad 192.0.2.1', file('UTC'))).toBe(NOW);
  });

  it('a date that is none is cut out, and the last one before it counts', () => {
    const { read } = readerOf({ ...DATED, failregex: ['^ bad <HOST>$'] }, file('UTC'));
    read('2005-08-14 09:00:00 well');
    expect(findingOf(read('2005-02-30 09:00:00 bad 192.0.2.1')).time).toBe(NOW - 3600);
  });
});

describe('in the cloud', () => {
  const timeOf = (line: string, timestamp: number, logtimezone: string | null = null) => {
    const { read, state } = readerOf(DATED, { logtimezone });
    return { time: findingOf(read(at(line, timestamp))).time, clock: state.clock };
  };

  it("the event's timestamp counts when the date has no zone, and the date is cut out all the same", () => {
    expect(timeOf('2005-08-14 03:00:00 bad 192.0.2.1', NOW)).toEqual({ time: NOW, clock: 0 });
    const anchored = readerOf({ ...DATED, failregex: ['^ bad <HOST>$'] });
    expect(anchored.read(at('2005-08-14 03:00:00 bad 192.0.2.1', NOW)).kind).toBe('failure');
  });

  it('the date counts when it has a zone, or the jail sets logtimezone', () => {
    expect(timeOf('2005-08-14T09:59:00Z bad 192.0.2.1', NOW).time).toBe(NOW - 60);
    expect(timeOf('Aug 14 11:59:00 bad 192.0.2.1', NOW, 'Europe/Berlin').time).toBe(NOW - 60);
  });

  it.each([
    ['60 s ahead', 60, 0],
    ['61 s ahead', 61, 1],
    ['24 h behind', -86_400, 0],
    ['24 h and 1 s behind', -86_401, 1],
  ])('a date %s of the timestamp', (_, offset, replaced) => {
    const text = new Date((NOW + offset) * 1000).toISOString();
    expect(timeOf(`${text} bad 192.0.2.1`, NOW)).toEqual({ time: replaced ? NOW : NOW + offset, clock: replaced });
  });

  it("a journal record's time is its own, whatever its text says", () => {
    const { read } = readerOf(DATED);
    expect(findingOf(read(at('2005-08-14T09:59:00Z bad 192.0.2.1', NOW, {}))).time).toBe(NOW);
  });
});
