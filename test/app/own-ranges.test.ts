import { expire } from '../../lib/app/enforce/expire';
import type { EnforcePorts } from '../../lib/app/enforce/ports';
import { type OwnRangePorts, refreshOwnRanges } from '../../lib/app/own-ranges';
import { createLiveRules } from '../../lib/app/run-time/live-rules';
import { parseCidr } from '../../lib/core/address';
import { NO_CHANGES, withChanges } from '../../lib/core/changes';
import type { ChangeStore } from '../../lib/core/ports';
import { createProtection } from '../../lib/core/protect';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryChanges } from '../../lib/stores/memory/changes';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aJail, aRuleset } from '../infra/ruleset';
import { aLiveBan, rulesetOf, setEdge } from '../scenarios/support/set-edge';

const found: OwnRangePorts['lookUp'] = {
  vpcs: async () => ['100.64.0.0/16', '2001:db8:1::/56'],
  addresses: async () => ['198.51.100.7', '198.51.100.7'],
  cloudfront: async () => ['203.0.113.0/25'],
  'health-checks': async () => [],
};

const clock = () => 1_001_100;

/** A store that tells how often it was written. */
function counted(store: ChangeStore = memoryChanges()) {
  const calls = { puts: 0 };
  const changes: ChangeStore = {
    get: store.get,
    put: (one) => {
      calls.puts++;
      return store.put(one);
    },
  };
  return { changes, calls };
}

const isProtected = async (changes: ChangeStore, ip: string): Promise<boolean> => {
  const { protect } = withChanges(aRuleset([aJail('sshd')], []), await changes.get(), 0);
  const cidr = parseCidr(ip);
  if (!cidr) throw new Error(ip);
  return createProtection({ ...aJail('sshd'), self: protect }).reason(cidr) === 'ignoreself';
};

describe('our own ranges', () => {
  it('are looked up everywhere, kept as canonical ranges, and protected from then on', async () => {
    const { changes } = counted();
    const report = await refreshOwnRanges({ clock, lookUp: found, changes });
    expect(report.ranges).toEqual({
      vpcs: ['100.64.0.0/16', '2001:db8:1::/56'],
      addresses: ['198.51.100.7/32'],
      cloudfront: ['203.0.113.0/25'],
      'health-checks': [],
    });
    for (const ip of ['198.51.100.7', '203.0.113.9', '100.64.3.4', '2001:db8:1::9']) {
      expect([ip, await isProtected(changes, ip)]).toEqual([ip, true]);
    }
    expect(await isProtected(changes, '198.51.100.8')).toBe(false);
  });

  it('that did not change are not written again', async () => {
    const { changes, calls } = counted();
    await refreshOwnRanges({ clock, lookUp: found, changes });
    const again = await refreshOwnRanges({ clock, lookUp: found, changes });
    expect([again.changed, calls.puts]).toEqual([false, 1]);
  });

  it('stay protected when a source does not answer, and go when it says that they are gone', async () => {
    const { changes } = counted();
    await refreshOwnRanges({ clock, lookUp: found, changes });
    const silent = { ...found, addresses: () => Promise.reject(new Error('RequestLimitExceeded')) };
    const report = await refreshOwnRanges({ clock, lookUp: silent, changes });
    expect([...report.failed.keys()]).toEqual(['addresses']);
    expect(await isProtected(changes, '198.51.100.7')).toBe(true);
    await refreshOwnRanges({ clock, lookUp: { ...found, addresses: async () => [] }, changes });
    expect(await isProtected(changes, '198.51.100.7')).toBe(false);
  });

  it('never take back what an operator changes at the same time', async () => {
    const store = memoryChanges();
    let between = true;
    const changes: ChangeStore = {
      get: store.get,
      put: async (one) => {
        if (between) {
          between = false;
          await store.put({ ...NO_CHANGES, version: 1, simulated: ['sshd'] });
        }
        return store.put(one);
      },
    };
    await refreshOwnRanges({ clock, lookUp: found, changes });
    expect(await changes.get()).toMatchObject({
      version: 2,
      simulated: ['sshd'],
      own: { cloudfront: ['203.0.113.0/25'] },
    });
  });

  it('are refused as addresses when AWS writes something else: nothing is protected by accident', async () => {
    const { changes } = counted();
    const strange = { ...found, addresses: async () => ['', 'n/a', '198.51.100.9'] };
    const { ranges } = await refreshOwnRanges({ clock, lookUp: strange, changes });
    expect(ranges.addresses).toEqual(['198.51.100.9/32']);
  });

  it('found in a ban lift it with the next look, and take it off its edges', async () => {
    const { changes } = counted();
    const edge = setEdge('waf');
    const ruleset = rulesetOf({ app: ['waf'] });
    const ports: EnforcePorts = {
      ...{ bans: memoryBans(clock), edgeStates: memoryEdgeStates(), edges: [edge], emit: () => {}, clock },
      ...{ remaining: () => 600, live: createLiveRules(changes, ruleset, 0) },
    };
    await ports.bans.put(aLiveBan({ end: null }), null);
    await expire(ports, ruleset);
    expect([...edge.holds]).toEqual(['192.0.2.1/32']);
    await refreshOwnRanges({ clock, lookUp: { ...found, addresses: async () => ['192.0.2.1'] }, changes });
    await expire(ports, ruleset);
    expect([edge.holds.size, await ports.bans.live()]).toEqual([0, []]);
  });
});
