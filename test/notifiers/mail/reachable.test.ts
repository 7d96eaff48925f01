import { isMailAddress, unreachable } from '../../../lib/notifiers/mail/reachable';

test.each(['ops@example.com', 'first.last+tag@mail.example.co.uk'])('%s can be mailed to', (address) => {
  expect(isMailAddress(address)).toBe(true);
});

test.each([
  'root',
  'root@localhost',
  'root@<fq-hostname>',
  'root@web1',
  'root@ip-10-0-0-1.eu-west-1.compute.internal',
  'root@host.localdomain',
  'a@192.0.2.1',
  'a@b@example.com',
  'a@example.com\r\nBcc: x@example.net',
  'a@example.com, b@example.com',
  'A <a@example.com>',
  '.a@example.com',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.example.com`,
])('%j cannot', (address) => {
  expect(isMailAddress(address)).toBe(false);
});

test('stock configuration is named in the notice', () => {
  expect(unreachable({ sender: 'fail2ban@example.com', recipient: 'root@localhost' })).toContain(
    'destemail = root@localhost',
  );
  expect(unreachable({ sender: 'root@<fq-hostname>', recipient: 'ops@example.com' })).toContain(
    'sender = root@<fq-hostname>',
  );
  expect(unreachable({ sender: 'fail2ban@example.com', recipient: 'ops@example.com' })).toBeUndefined();
});
