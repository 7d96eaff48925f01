import fc from 'fast-check';
import type { Ban } from '../../lib/core/ban';
import { emptyTicket } from '../../lib/core/fold';
import { createProtection } from '../../lib/core/protect';
import type { Ports } from '../../lib/core/ruleset';
import { joinRanges, strengthOf, type WantedRules, wantedBans } from '../../lib/core/wanted';

const aBan = (over: Partial<Ban> = {}): Ban => ({
  ...emptyTicket('sshd', '192.0.2.1'),
  ...{ time: 1000, end: 1600, bantime: 600, bancount: 1, state: 'live', version: 1 },
  ...over,
});

const SSH: Ports = { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] };
const WEB: Ports = {
  protocol: 'tcp',
  ranges: [
    { from: 80, to: 80 },
    { from: 443, to: 443 },
  ],
};

const protection = createProtection({ ignoreip: ['192.0.2.99'], ignoreself: true, ignorelocal: true, self: [] });
const rules: WantedRules = {
  ports: new Map<string, Ports>([
    ['sshd', SSH],
    ['nginx', WEB],
    ['recidive', 'all'],
  ]),
  protection: new Map([['sshd', protection]]),
};

const wanted = (bans: readonly Ban[], clock = 1500) => wantedBans(rules, bans, clock);

describe('an edge must hold', () => {
  it('every live ban of the jails that use it, as a CIDR', () => {
    expect(wanted([aBan(), aBan({ ip: '2001:db8::/64' })]).map(({ cidr }) => cidr)).toEqual([
      '192.0.2.1/32',
      '2001:db8::/64',
    ]);
  });

  it('no ban of a jail that does not use it', () => {
    expect(wanted([aBan({ jail: 'postfix' })])).toEqual([]);
  });

  it('no ban whose end is past, even before it is lifted', () => {
    expect(wanted([aBan()], 1600)).toHaveLength(1);
    expect(wanted([aBan()], 1601)).toEqual([]);
  });

  it('no protected address and no address of nobody, whatever the table says', () => {
    expect(wanted([aBan({ ip: '192.0.2.99' }), aBan({ ip: '0.0.0.0/0' }), aBan({ ip: 'x' })])).toEqual([]);
  });

  it('an address of two jails once, with the ports of both, until the later end', () => {
    const both = [aBan(), aBan({ jail: 'nginx', end: 9000 })];
    const ranges = [22, 80, 443].map((port) => ({ from: port, to: port }));
    expect(wanted(both)).toMatchObject([{ cidr: '192.0.2.1/32', end: 9000, ports: { protocol: 'tcp', ranges } }]);
    expect(wanted(both, 2000)).toMatchObject([{ ports: WEB }]);
    expect(wanted([...both, aBan({ jail: 'recidive', end: null })])).toMatchObject([{ end: null, ports: 'all' }]);
  });

  it('all protocols where two jails name different ones', () => {
    const udp: WantedRules = { ...rules, ports: new Map([...rules.ports, ['dns', { ...SSH, protocol: 'udp' }]]) };
    expect(wantedBans(udp, [aBan(), aBan({ jail: 'dns' })], 1500)).toMatchObject([{ ports: { protocol: 'all' } }]);
  });
});

describe('the stronger ban', () => {
  it('is an operator’s, then the repeated one, then the longer one', () => {
    const weakToStrong = [
      aBan(),
      aBan({ end: 90000 }),
      aBan({ end: null }),
      aBan({ bancount: 2 }),
      aBan({ bancount: 2000 }),
      aBan({ origin: 'manual' }),
    ].map(strengthOf);
    expect([...weakToStrong].sort((a, b) => a - b)).toEqual(weakToStrong);
    expect(new Set(weakToStrong).size).toBe(weakToStrong.length);
  });
});

describe('joined port ranges', () => {
  it('hold the same ports, sorted and apart', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 8 })).map(([from, length]) => ({
      from,
      to: from + length,
    }));
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        const joined = joinRanges(ranges);
        for (let port = 0; port < 50; port++) {
          const within = ({ from, to }: { from: number; to: number }) => from <= port && port <= to;
          expect(joined.some(within)).toBe(ranges.some(within));
        }
        for (let at = 1; at < joined.length; at++) expect(joined[at]!.from).toBeGreaterThan(joined[at - 1]!.to + 1);
      }),
    );
  });
});
