import { hasWeb, isWeb, parsePorts } from '../../lib/config/ports';
import type { Ports } from '../../lib/core/ruleset';

const ports = (text: string, protocol: 'tcp' | 'udp' = 'tcp'): Ports | string => {
  const parsed = parsePorts(text, protocol);
  return parsed.kind === 'ports' ? parsed.ports : parsed.message;
};

const tcp = (...ranges: [number, number][]) => ({
  protocol: 'tcp',
  ranges: ranges.map(([from, to]) => ({ from, to })),
});

describe('port', () => {
  test.each([
    ['ssh', tcp([22, 22])],
    ['http,https', tcp([80, 80], [443, 443])],
    ['smtp, 465 submission', tcp([25, 25], [465, 465], [587, 587])],
    ['pop3,pop3s,imap,imaps,sieve', tcp([110, 110], [143, 143], [993, 993], [995, 995], [4190, 4190])],
    ['ftp,ftp-data,ftps,ftps-data', tcp([20, 21], [989, 990])],
    ['1000:2000,1500-2500', tcp([1000, 2500])],
    ['0:65535', 'all'],
    ['1:40000,40001:65535', 'all'],
    ['all', 'all'],
    ['shh', "'shh' is no port"],
    ['65536', "'65536' is no port"],
    ['10:5', "'10:5' is no port"],
    ['-1', "'-1' is no port"],
    ['constructor', "'constructor' is no port"],
    ['', 'no port is named'],
  ])('%s', (text, wanted) => {
    expect(ports(text)).toEqual(wanted);
  });

  test('a web application firewall sees http and https, whole or in part', () => {
    const seen = (text: string) => [isWeb(ports(text) as Ports), hasWeb(ports(text) as Ports)];
    expect(seen('http,https')).toEqual([true, true]);
    expect(seen('ssh,http')).toEqual([false, true]);
    expect(seen('8080')).toEqual([false, true]);
    expect(seen('ssh')).toEqual([false, false]);
    expect(seen('0:65535')).toEqual([false, true]);
    expect(isWeb(ports('443', 'udp') as Ports)).toBe(false);
  });
});
