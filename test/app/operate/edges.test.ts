import * as fc from 'fast-check';
import { enforce } from '../../../lib/app/enforce/enforce';
import { banIp } from '../../../lib/app/operate/ban-ip';
import { banTarget } from '../../../lib/app/operate/refusal';
import { unbanIps } from '../../../lib/app/operate/unban-ip';
import { type Cidr, formatCidr, formatIp, parseCidr, withPrefix } from '../../../lib/core/address';
import type { Jail } from '../../../lib/core/ruleset';
import { localEdges } from '../../../lib/local/local-edges';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../../lib/stores/memory/edge-states';
import { ticket } from '../../stores/ban-contract';
import { aJail, aRuleset } from '../../support/builders';

const NOW = 1_800_000_000;
const EDGE = 'aws-waf';

const jail = (over: Partial<Jail>) => aJail({ edges: [{ edge: EDGE, ports: 'all' }], ...over });
const sshd = jail({ name: 'sshd', ignoreip: ['203.0.113.0/26'] });
const web = jail({ name: 'web', ignoreip: ['198.51.100.200/32', '2001:db8:5::/48'], ignorelocal: false });

/** The account with its edge in memory, and a look of the edge at the table. */
function account() {
  const edges = [{ name: EDGE, kind: 'aws-waf', options: {} }] as const;
  const ruleset = aRuleset({ jails: [sshd, web], edges, protect: ['192.0.2.0/28'] });
  const bans = memoryBans();
  const ports = { bans, clock: () => NOW, random: () => 0.5, emit: () => undefined };
  const enforcing = {
    ...ports,
    ...{ edgeStates: memoryEdgeStates(), edges: localEdges(ruleset).edges, remaining: () => 60 },
  };
  const look = async (): Promise<readonly string[]> => {
    const looked = (await enforce(enforcing, ruleset, new Set(['sshd', 'web']))).looked.get(EDGE);
    if (looked?.kind !== 'done') throw new Error('the edge did not look');
    return looked.report.held;
  };
  return { ruleset, bans, ports, look };
}

/** Ranges around what is protected, and some that are not near it. */
const near = fc.constantFrom(
  '203.0.113.0',
  '192.0.2.0',
  '198.51.100.200',
  '2001:db8:5::',
  '10.0.0.0',
  '8.8.8.8',
  '::1',
);
const someCidr = fc
  .tuple(near, fc.integer({ min: 0, max: 128 }), fc.integer({ min: 0, max: 63 }))
  .map(([text, prefix, off]) => {
    const base = parseCidr(text) as Cidr;
    const moved = { ...base, bits: base.bits + BigInt(off) };
    return withPrefix(moved, base.family === 'ipv4' ? Math.min(prefix, 32) : prefix);
  });

describe('An operator and the edges', () => {
  it('agree on who can be banned: what is refused, no edge would hold; what is not, it holds', async () => {
    await fc.assert(
      fc.asyncProperty(someCidr, fc.constantFrom(sshd, web), async (cidr, of) => {
        const { ruleset, bans, look } = account();
        await bans.put(ticket({ jail: of.name, ip: formatIp(cidr), end: null }), null);
        const target = banTarget(ruleset, of, formatCidr(cidr));
        expect(await look()).toEqual(target.kind === 'range' ? [formatCidr(cidr)] : []);
      }),
      { numRuns: 500 },
    );
  });

  it('a ban reaches the edge and an unban takes it off, whatever of it is typed', async () => {
    const { ruleset, ports, look } = account();
    await banIp(ports, ruleset, { jail: sshd, ip: '8.8.8.0/24' });
    await banIp(ports, ruleset, { jail: web, ip: '2001:db8::7' });
    expect([...(await look())].sort()).toEqual(['2001:db8::7/128', '8.8.8.0/24']);
    await unbanIps(ports, ruleset, { ips: ['8.8.8.8', '2001:db8::/32'], jail: undefined });
    expect(await look()).toEqual([]);
  });
});
