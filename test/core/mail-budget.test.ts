import fc from 'fast-check';
import { mayMail, recentMails } from '../../lib/core/mail-budget';

/** Asks at each of `times`, as an attack would, and keeps what was allowed. */
function allowed(times: readonly number[]): readonly number[] {
  const sent: number[] = [];
  for (const now of times) if (mayMail(sent, now)) sent.push(now);
  return sent;
}

test('twelve mails go in an hour, the thirteenth when the first is an hour old', () => {
  const sent = Array.from({ length: 12 }, (_, minute) => minute * 60);
  expect(mayMail(sent.slice(0, 11), 700)).toBe(true);
  expect(mayMail(sent, 3_599)).toBe(false);
  expect(mayMail(sent, 3_600)).toBe(true);
});

test('a whole day of attack is under 50 mails, and never silent for more than an hour', () => {
  const sent = allowed(Array.from({ length: 3 * 1_440 }, (_, minute) => minute * 60));
  const lastDay = sent.filter((time) => time >= 2 * 86_400);
  expect(sent.filter((time) => time < 86_400).length).toBeLessThan(50);
  expect(lastDay.length).toBeGreaterThanOrEqual(24);
  sent.slice(1).forEach((time, index) => {
    expect(time - (sent[index] ?? 0)).toBeLessThanOrEqual(3_660);
  });
});

test('however they come, never more than 12 in an hour or 49 in a day', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 300 }), (times) => {
      const sent = allowed([...times].sort((a, b) => a - b));
      for (const now of sent) {
        const within = (age: number) => sent.filter((time) => time <= now && time > now - age).length;
        expect(within(3_600)).toBeLessThanOrEqual(12);
        expect(within(86_400)).toBeLessThanOrEqual(49);
      }
    }),
  );
});

test('what is older than a day is forgotten and changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200_000 })), fc.integer({ min: 0, max: 200_000 }), (sent, now) => {
      expect(mayMail(recentMails(sent, now), now)).toBe(mayMail(sent, now));
    }),
  );
});
