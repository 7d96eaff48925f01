import fc from 'fast-check';
import { maskUsers } from '../../lib/app/report-mask';

test.each([
  ['Failed password for root from 192.0.2.1 port 22 ssh2', 'Failed password for *** from 192.0.2.1 port 22 ssh2'],
  [
    'Failed password for invalid user my secret from 192.0.2.1 port 22',
    'Failed password for *** from 192.0.2.1 port 22',
  ],
  ['Invalid user hunter2 from 192.0.2.1', 'Invalid user *** from 192.0.2.1'],
  ['Failed password for invalid user a from b from 192.0.2.1', 'Failed password for *** from 192.0.2.1'],
  [
    'Connection closed by authenticating user root 192.0.2.1 port 22 [preauth]',
    'Connection closed by authenticating user *** 192.0.2.1 port 22 [preauth]',
  ],
  [
    'authentication failure; logname= uid=0 ruser= rhost=192.0.2.1  user=bob',
    'authentication failure; logname= uid=0 ruser= rhost=192.0.2.1  user=***',
  ],
  ['user "bob" was not found, client: 192.0.2.1', 'user *** was not found, client: 192.0.2.1'],
  [
    'SASL LOGIN authentication failed, sasl_username=bob@example.com',
    'SASL LOGIN authentication failed, sasl_username=***',
  ],
  ['GET /login?user=bob&password=s3cret HTTP/1.1', 'GET /login?user=***&password=*** HTTP/1.1'],
  ['user "bob with an open quote', 'user ***'],
  ['reverse lookup for 192.0.2.1 failed', 'reverse lookup for 192.0.2.1 failed'],
])('%j is mailed as %j', (line, masked) => {
  expect(maskUsers(line, [])).toBe(masked);
});

test('a name the filter captured is masked wherever it stands, but not inside other words', () => {
  expect(maskUsers('bob (bob) bobby: rejected', ['bob'])).toBe('*** (***) bobby: rejected');
  expect(maskUsers('login of a.*b$ refused', ['a.*b$'])).toBe('login of *** refused');
});

test('a name stands alone where no letter, digit or underscore is beside it, as an expression would say it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '_', ' ', '-', '.'), maxLength: 30 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(text, name, (line, given) => {
      const expression = new RegExp(`(?<!\\w)${given}(?!\\w)`, 'g');
      expect(maskUsers(line, [given])).toBe(line.replace(expression, '***'));
    }),
    { numRuns: 2000 },
  );
});

test('of a name too long for anybody all that follows its beginning is masked', () => {
  const name = 'n'.repeat(40_000);
  expect(maskUsers(`sshd: refused ${name} today`, [name])).toBe('sshd: refused ***');
});

test('no captured name of several characters survives, whatever is in it', () => {
  const word = fc.stringMatching(/^[a-z0-9!$%.*+?()[\]{}|\\^-]{6,20}$/);
  fc.assert(
    fc.property(word, (name) => {
      expect(maskUsers(`sshd: refused ${name} today, again ${name}`, [name])).toBe(
        'sshd: refused *** today, again ***',
      );
    }),
  );
});

test.each([
  ...['for ', 'user=', 'user "', 'user <', "login='", 'for user x from ', 'user [', ': '].map((piece) =>
    piece.repeat(1_048_576 / piece.length),
  ),
  `for ${'.'.repeat(1_048_576)}x`,
])('a hostile megabyte is masked in time that grows with its length only (case %#)', (line) => {
  expect(maskUsers(line, ['bob', 'alice', 'x'.repeat(900), 'f'.repeat(50_000)]).length).toBeLessThanOrEqual(
    2 * line.length,
  );
});
