import { howLong, when } from '../../../lib/notifiers/mail/when';

test('an instant is written in UTC, whole seconds', () => {
  expect(when(1_700_000_000.75)).toBe('2023-11-14 22:13:20 UTC');
});

test('an instant no calendar holds is its number', () => {
  expect(when(1e20)).toBe('100000000000000000000');
});

test.each([
  [600, '10 minutes'],
  [1, '1 second'],
  [0, '0 seconds'],
  [3_661, '1 hour 1 minute'],
  [93_600, '1 day 2 hours'],
  [604_800, '1 week'],
  [86_401, '1 day'],
])('%d seconds are %s', (seconds, text) => {
  expect(howLong(seconds)).toBe(text);
});
