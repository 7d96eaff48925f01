import { parseCidr } from '../../../lib/core/address';
import { isPublic } from '../../../lib/notifiers/whois/public-address';

test.each(['8.8.8.8', '192.0.2.1', '2001:db8::1', '2a00::/12', '100.128.0.1'])('%s is public', (text) => {
  expect(isPublic(parseCidr(text)!)).toBe(true);
});

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:192.168.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fd00:ec2::254',
  'fe80::1',
  'ff02::1',
  '0.0.0.0/0',
])('%s is not', (text) => {
  expect(isPublic(parseCidr(text)!)).toBe(false);
});
