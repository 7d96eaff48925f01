import { lookAtEdge } from '../../../../lib/cli/client/edges/look';
import type { Ban } from '../../../../lib/core/ban';
import { localEdges } from '../../../../lib/local/local-edges';
import { aLiveBan } from '../../../scenarios/support/set-edge';
import { aJail, aRuleset } from '../../../support/builders';

/** The look at a WAF edge that holds these bans, and how often it asked whom the jail spares. */
async function looked(tickets: readonly Ban[]) {
  let reads = 0;
  const jail = Object.defineProperty({ ...aJail({ edges: [{ edge: 'waf', ports: 'all' }] }) }, 'ignoreip', {
    enumerable: true,
    get: () => {
      reads += 1;
      return [];
    },
  });
  const ruleset = aRuleset({ jails: [jail], edges: [{ name: 'waf', kind: 'aws-waf', options: {} }] });
  const { accounts, configs, edges } = localEdges(ruleset);
  const wanted = tickets.map(({ ip, end }) => ({ cidr: `${ip}/32`, ports: 'all' as const, strength: 1, end }));
  const context = { mode: 'sync' as const, now: 1_000_000, ours: async () => new Set<string>() };
  for (const edge of edges) await edge.reconcile(wanted.slice(1), context);
  const [config] = configs;
  if (!config) throw new Error('there is no edge');
  reads = 0;
  const view = { configs, accounts, region: 'eu-central-1' };
  const look = await lookAtEdge(config, view, { ruleset, tickets, now: 1_000_000 });
  return { look, reads };
}

const bans = (count: number) =>
  Array.from({ length: count }, (_, host) => aLiveBan({ ip: `192.0.2.${host}`, end: null }));

it('tells which bans stand on an edge, and which wait', async () => {
  const { look } = await looked(bans(3));
  expect(look.entries.map(({ cidr, bans: [ban] }) => [cidr, ban?.ip])).toEqual([
    ['192.0.2.1/32', '192.0.2.1'],
    ['192.0.2.2/32', '192.0.2.2'],
  ]);
  expect(look.waiting).toMatchObject([{ cidr: '192.0.2.0/32', fits: true }]);
});

it('reads once whom the jails spare, not for every ban: there may be thousands', async () => {
  expect((await looked(bans(100))).reads).toBe((await looked(bans(2))).reads);
});
