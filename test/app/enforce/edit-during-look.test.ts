import { expire } from '../../../lib/app/enforce/expire';
import type { EnforcePorts } from '../../../lib/app/enforce/ports';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../../lib/stores/memory/edge-states';
import { beforeRequest } from '../../edges/support/faults';
import { wafWorlds } from '../../edges/worlds/waf';
import { aLiveBan, rulesetOf } from '../../scenarios/support/set-edge';

const RULESET = rulesetOf({ app: ['aws-waf'] });

describe.each(wafWorlds)('somebody edits an edge while we look at it, over %s', (_account, makeWorld) => {
  it('what was taken off stands again by the minute after', async () => {
    const world = makeWorld(2);
    const clock = () => world.pace.now();
    const ports: EnforcePorts = {
      ...{ bans: memoryBans(clock), edgeStates: memoryEdgeStates(), edges: [world.edge] },
      ...{ emit: () => undefined, clock, remaining: () => 60 },
    };
    const minute = async () => {
      const report = await expire(ports, RULESET);
      expect([...report.failed]).toEqual([]);
    };
    const ban = (ip: string) => ports.bans.put(aLiveBan({ ip, time: clock(), end: null }), null);
    const [set4 = '', , set6 = ''] = world.arns;
    await ban('192.0.2.1');
    await minute();
    world.pace.advance(40);
    await ban('2001:db8::/64');
    world.pace.advance(20);

    beforeRequest(world.faults, world.writes[0] ?? '', () => world.overwrite(set4, []));
    await minute();
    expect([world.addresses(set4), world.addresses(set6)]).toEqual([[], ['2001:db8::/64']]);

    world.pace.advance(60);
    await minute();
    expect([world.addresses(set4), world.addresses(set6)]).toEqual([['192.0.2.1/32'], ['2001:db8::/64']]);
  });
});
