import fc from 'fast-check';
import { isZone, timeToWall, wallToTime } from '../../../lib/detect/dates/zone';
import { fixedOffset } from '../../../lib/detect/dates/zone-names';

const utc = (text: string): number => Date.parse(`${text}Z`) / 1000;

describe('wall time in a zone', () => {
  it.each([
    ['Europe/Berlin', '2005-08-14T12:00:00', '2005-08-14T10:00:00'],
    ['Europe/Berlin', '2005-01-14T12:00:00', '2005-01-14T11:00:00'],
    ['America/New_York', '2005-01-14T12:00:00', '2005-01-14T17:00:00'],
    ['Asia/Kathmandu', '2005-01-14T12:00:00', '2005-01-14T06:15:00'],
    ['Australia/Lord_Howe', '2005-01-14T12:00:00', '2005-01-14T01:00:00'],
    ['UTC', '2005-01-14T12:00:00', '2005-01-14T12:00:00'],
    ['+05:45', '2005-01-14T12:00:00', '2005-01-14T06:15:00'],
  ])('%s %s', (zone, wall, time) => expect(wallToTime(utc(wall), zone)).toBe(utc(time)));

  it('that happens twice is its first occurrence', () => {
    expect(wallToTime(utc('2005-10-30T02:30:00'), 'Europe/Berlin')).toBe(utc('2005-10-30T00:30:00'));
  });

  it('that never happens is later by the gap', () => {
    expect(wallToTime(utc('2005-03-27T02:30:00'), 'Europe/Berlin')).toBe(utc('2005-03-27T01:30:00'));
  });

  it('is what a clock shows at that time, except where clocks go forward', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Asia/Tehran',
      'Pacific/Chatham',
      'UTC',
      'CET',
      '-0330',
    );
    const wall = fc.integer({ min: utc('2000-01-01T00:00:00'), max: utc('2035-01-01T00:00:00') });
    fc.assert(
      fc.property(wall, zone, (written, name) => {
        const shown = timeToWall(wallToTime(written, name), name);
        expect([0, 1800, 3600]).toContain(shown - written);
      }),
    );
  });
});

describe('a fixed zone', () => {
  it.each([
    ['Z', 0],
    ['UTC', 0],
    ['CET', 3600],
    ['CEST', 7200],
    ['NST', -12_600],
    ['+02', 7200],
    ['-0330', -12_600],
    ['+05:45', 20_700],
    ['UTC+0200', 7200],
    ['CET-0100', 0],
  ])('%s', (zone, seconds) => expect(fixedOffset(zone)).toBe(seconds));

  it.each(['', 'utc', 'XYZ', 'Europe/Berlin', '+2', '+0260x', '+25'])('%p is none', (zone) => {
    expect(fixedOffset(zone)).toBeUndefined();
  });

  it('wins over an IANA zone spelled alike, which would have summer time', () => {
    expect(wallToTime(utc('2005-08-14T12:00:00'), 'CET')).toBe(utc('2005-08-14T11:00:00'));
  });

  it('or an IANA name is a zone, and nothing else', () => {
    expect(['Europe/Berlin', 'UTC+0200', 'EST'].every(isZone)).toBe(true);
    expect(['Europe/Berlinn', 'local', ''].some(isZone)).toBe(false);
  });
});
