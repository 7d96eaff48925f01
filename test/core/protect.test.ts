import { type Cidr, formatIp, parseCidr } from '../../lib/core/address';
import { admit } from '../../lib/core/admit';
import type { Finding } from '../../lib/core/finding';
import { banRange, createProtection, type ProtectRules } from '../../lib/core/protect';

const cidr = (text: string): Cidr => parseCidr(text) as Cidr;
const protection = (over: Partial<ProtectRules> = {}) =>
  createProtection({ ignoreip: [], ignoreself: true, ignorelocal: true, self: [], ...over });
const reason = (text: string, over?: Partial<ProtectRules>) => protection(over).reason(cidr(text));

describe('nobody may ban', () => {
  it.each([
    ...['0.1.2.3', '10.1.2.3', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...[
      '224.0.0.1',
      '239.1.1.1',
      '255.255.255.255',
      '::',
      '::1',
      'fe80::1',
      'febf::1',
      'fc00::1',
      'fd12::1',
      'ff02::1',
    ],
  ])('%s', (text) => {
    expect(reason(text)).toBe('never-ban');
  });

  it('a range that holds such an address', () => {
    expect(reason('168.0.0.0/5')).toBe('never-ban');
    expect(reason('0.0.0.0/0')).toBe('never-ban');
    expect(reason('::/64')).toBe('never-ban');
  });

  it('an address of ignoreip, or a range that holds one', () => {
    expect(reason('192.0.2.9', { ignoreip: ['192.0.2.0/28'] })).toBe('ignoreip');
    expect(reason('192.0.2.0/24', { ignoreip: ['192.0.2.9'] })).toBe('ignoreip');
    expect(reason('192.0.2.16', { ignoreip: ['192.0.2.0/28', 'office.example.com'] })).toBeUndefined();
  });

  it('ourselves, unless ignoreself = false', () => {
    expect(reason('198.51.100.1', { self: ['198.51.100.0/30'] })).toBe('ignoreself');
    expect(reason('198.51.100.1', { self: ['198.51.100.0/30'], ignoreself: false })).toBeUndefined();
    expect(reason('10.0.0.1', { self: ['10.0.0.0/16'], ignoreself: false })).toBe('never-ban');
  });
});

describe('anybody else can be banned', () => {
  it.each(['172.15.255.255', '172.32.0.1', '192.0.2.1', '223.255.255.255', '2001:db8::1', 'fec0::1'])('%s', (text) => {
    expect(reason(text)).toBeUndefined();
  });

  it('private ranges too, with ignorelocal = false; loopback never', () => {
    expect(reason('10.1.2.3', { ignorelocal: false })).toBeUndefined();
    expect(reason('fd12::1', { ignorelocal: false })).toBeUndefined();
    expect(reason('127.0.0.1', { ignorelocal: false })).toBe('never-ban');
  });
});

describe('an IPv6 offender is counted by its prefix', () => {
  const key = (text: string, prefix: number, ignoreip: string[] = []) =>
    formatIp(banRange(cidr(text), prefix, protection({ ignoreip })));

  it('a /64 unless told otherwise', () => {
    expect(key('2001:db8::dead:beef', 64)).toBe('2001:db8::/64');
    expect(key('2001:db8:0:ff::1', 56)).toBe('2001:db8::/56');
    expect(key('2001:db8::1', 128)).toBe('2001:db8::1');
    expect(key('192.0.2.1', 64)).toBe('192.0.2.1');
  });

  it('by its own address when the prefix covers a protected one', () => {
    expect(key('2001:db8::dead:beef', 64, ['2001:db8::1'])).toBe('2001:db8::dead:beef');
  });

  it('as captured when the line named a range', () => {
    expect(key('2001:db8::/48', 64)).toBe('2001:db8::/48');
  });
});

describe('a failure is charged to', () => {
  const finding = (over: Partial<Finding>): Finding => ({
    ...{ id: '192.0.2.1', kind: 'ip4', cidr: null, time: 1, regex: 0, groups: {}, users: [], attempts: 1, matches: [] },
    ambiguous: false,
    ...over,
  });
  const admitted = (over: Partial<Finding>, ambiguity: 'drop' | 'keep' = 'drop') =>
    admit({ protection: protection({ ignoreip: ['192.0.2.200'] }), ipv6prefix: 64, ambiguity }, finding(over));

  it('the captured address, in canonical form', () => {
    expect(admitted({ id: '::ffff:192.0.2.1', kind: 'ip6' })).toEqual({
      ...{ kind: 'charged', ip: '192.0.2.1', key: '192.0.2.1' },
    });
    expect(admitted({ id: '2001:DB8::A', kind: 'ip6' })).toEqual({
      ...{ kind: 'charged', ip: '2001:db8::a', key: '2001:db8::/64' },
    });
  });

  it('the captured range', () => {
    expect(admitted({ id: '198.51.100.1', cidr: '24' })).toMatchObject({ key: '198.51.100.0/24' });
  });

  it.each(['999.1.1.1', '010.0.0.1', '1::2::3', '1.2.3'])('nobody for %s: invalid-address', (id) => {
    expect(admitted({ id })).toEqual({ kind: 'ignored', id, reason: 'invalid-address' });
  });

  it('nobody for a host name', () => {
    expect(admitted({ id: 'mail.example.com', kind: 'dns' })).toMatchObject({ reason: 'hostname' });
  });

  it('the address beside an <F-ID> that is none', () => {
    expect(admitted({ id: 'alice', kind: 'fid', groups: { ip4: '192.0.2.7' } })).toMatchObject({ key: '192.0.2.7' });
    expect(admitted({ id: 'alice', kind: 'fid', groups: { ip6: '2001:db8::7' } })).toMatchObject({ ip: '2001:db8::7' });
    expect(admitted({ id: 'alice', kind: 'fid' })).toMatchObject({ reason: 'invalid-address' });
    expect(admitted({ id: '[192.0.2.7]', kind: 'fid' })).toMatchObject({ key: '192.0.2.7' });
    expect(admitted({ id: '[2001:db8::7]', kind: 'fid' })).toMatchObject({ ip: '2001:db8::7' });
    expect(admitted({ id: '[alice]', kind: 'fid' })).toMatchObject({ reason: 'invalid-address' });
  });

  it('nobody who is protected', () => {
    expect(admitted({ id: '192.0.2.200' })).toEqual({ kind: 'ignored', id: '192.0.2.200', reason: 'ignoreip' });
  });

  it('nobody when another address could have been captured, if the jail says so', () => {
    expect(admitted({ ambiguous: true })).toMatchObject({ reason: 'ambiguous' });
    expect(admitted({ ambiguous: true }, 'keep')).toMatchObject({ kind: 'charged' });
  });
});
