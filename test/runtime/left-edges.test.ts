import { mayCover } from '../../lib/app/enforce/edge-rules';
import type { EnforcePorts } from '../../lib/app/enforce/ports';
import type { EdgeConfig, Ruleset } from '../../lib/core/ruleset';
import { EdgeApiError } from '../../lib/edges/api-error';
import { createEdge } from '../../lib/edges/index';
import { leftBehind, presentEdges } from '../../lib/edges/left-behind';
import { localAccount } from '../../lib/local/edges/account';
import { bansProvider } from '../../lib/runtime/bans-provider';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aLiveBan } from '../scenarios/support/set-edge';
import { aJail, aRuleset } from '../support/builders';

const [ACL, OTHER_ACL] = ['acl-11111111', 'acl-22222222'];
const [GROUP, OTHER_GROUP] = ['sg-11111111', 'sg-22222222'];
const LIST = 'pl-11111111';
const SETS = [1, 2].map((n) => `arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/given-ipv4-${n}/id-${n}`);
const NOW = 1_001_100;
/** Options that no edge can be opened with. */
const STRANGE = { networkacl: OTHER_ACL ?? '', capacity: 'many' };

const anEdge = (name: string, options: Record<string, string>): EdgeConfig => ({
  ...{ name, options },
  kind: name.split(':')[0] as EdgeConfig['kind'],
});
const nacl = (networkacl: string, rules = '1-40', name = 'aws-nacl') => anEdge(name, { networkacl, rules });
const group = (securitygroup: string, name = 'aws-security-group') => anEdge(name, { securitygroup });
const rulesetOf = (edges: readonly EdgeConfig[]): Ruleset =>
  aRuleset({ edges, jails: [aJail({ name: 'app', edges: edges.map(({ name }) => ({ edge: name, ports: 'all' })) })] });
const propertiesOf = (edges: readonly EdgeConfig[]) => ({ edges: JSON.stringify(edges), code: 'abc' });

/** An account with one live ban, whose deployment may be given other edges. */
async function aDeployment(...before: readonly EdgeConfig[]) {
  const everything = [
    ...[nacl(`${ACL} ${OTHER_ACL}`), group(`${GROUP} ${OTHER_GROUP}`), anEdge('aws-prefix-list', { prefixlist: LIST })],
    anEdge('aws-waf', { ipsets: SETS.join(' ') }),
  ];
  const account = localAccount(everything, mayCover(rulesetOf(everything)));
  const bans = memoryBans(() => NOW);
  const edgeStates = memoryEdgeStates();
  const denied = new Set<string>();
  const seen: string[] = [];
  const warnings: string[] = [];
  const time = { left: 600 };
  const kept: (readonly EdgeConfig[])[] = [];
  const acls = {
    ...account.networkAcls,
    describe: async (ids: readonly string[]) => {
      if (ids.some((id) => denied.has(id))) throw new EdgeApiError('denied', 'DescribeNetworkAcls', 'AccessDenied');
      return account.networkAcls.describe(ids);
    },
  };
  const accounts = { ...account.accounts, networkAcls: () => acls };
  const holds = {
    acl: (id: string) =>
      account.networkAcls.entries(id).flatMap((entry) => (entry.number < 100 ? [`${entry.number} ${entry.cidr}`] : [])),
    group: (id: string) => account.securityGroups.rules(id).length,
    list: () => account.prefixLists.list(LIST).map(({ cidr }) => cidr),
    set: async (n: number) => (await account.ipSets.get({ arn: SETS[n] } as never)).addresses,
  };
  const provider = (edges: readonly EdgeConfig[]) =>
    bansProvider({
      ruleset: rulesetOf(edges),
      open: (configs): EnforcePorts => ({
        ...{ bans, edgeStates, clock: () => NOW, remaining: () => time.left, emit: () => undefined },
        edges: configs.map((config) => {
          const edge = createEdge(config, accounts);
          const look: typeof edge.reconcile = (wanted, context) => {
            seen.push(`${config.name} ${config.options.networkacl ?? config.options.securitygroup}: ${wanted.length}`);
            if (time.left < 600) time.left = -1;
            return edge.reconcile(wanted, context);
          };
          return { ...edge, reconcile: look };
        }),
      }),
      deployed: { load: async () => kept.at(-1), save: async (edges) => void kept.push(edges) },
      present: (configs) => presentEdges(configs, accounts),
      leftBehind: (was, now) => leftBehind(was, now, accounts),
      warn: (message) => warnings.push(message),
      sleep: async () => undefined,
    });
  await bans.put(aLiveBan({ end: NOW + 10_000 }), null);
  await provider(before).create(propertiesOf(before));
  let standing = before;
  const change = async (...now: readonly EdgeConfig[]) => {
    const was = standing;
    standing = now;
    await provider(now).update('fail2edge-bans', propertiesOf(now), propertiesOf(was));
  };
  const destroy = () => provider(standing).delete('fail2edge-bans', propertiesOf(standing));
  return { account, bans, time, change, destroy, denied, holds, seen, warnings };
}

const OPEN_GROUP = 2;

describe('what an edge wrote to and no edge does any more is opened, the ban itself stands', () => {
  it('an edge that is taken out', async () => {
    const { bans, change, holds } = await aDeployment(
      ...[nacl(ACL), group(GROUP), anEdge('aws-prefix-list', { prefixlist: LIST })],
      anEdge('aws-waf', { ipsets: SETS[0] ?? '' }),
    );
    expect([holds.acl(ACL), holds.group(GROUP) > OPEN_GROUP]).toEqual([['1 192.0.2.1/32'], true]);
    expect([holds.list(), await holds.set(0)]).toEqual([['192.0.2.1/32'], ['192.0.2.1/32']]);
    await change(nacl(OTHER_ACL));
    expect([holds.acl(ACL), holds.group(GROUP), holds.list(), await holds.set(0)]).toEqual([[], OPEN_GROUP, [], []]);
    expect([holds.acl(OTHER_ACL), (await bans.live()).length]).toEqual([['1 192.0.2.1/32'], 1]);
  });

  it('one of several that it wrote to', async () => {
    const { change, holds } = await aDeployment(nacl(`${ACL} ${OTHER_ACL}`), group(`${GROUP} ${OTHER_GROUP}`));
    await change(nacl(OTHER_ACL), group(GROUP));
    expect([holds.acl(ACL), holds.acl(OTHER_ACL)]).toEqual([[], ['1 192.0.2.1/32']]);
    expect([holds.group(GROUP) > OPEN_GROUP, holds.group(OTHER_GROUP)]).toEqual([true, OPEN_GROUP]);
  });

  it('rule numbers that are others now', async () => {
    const { change, destroy, holds } = await aDeployment(nacl(ACL));
    await change(nacl(ACL, '50-89'));
    expect(holds.acl(ACL)).toEqual(['50 192.0.2.1/32']);
    await destroy();
    expect(holds.acl(ACL)).toEqual([]);
  });

  it('rule numbers that stay are left as they are', async () => {
    const { change, holds } = await aDeployment(nacl(ACL));
    await change(nacl(ACL, '1-20'));
    await change(nacl(ACL, '1-90'));
    expect(holds.acl(ACL)).toEqual(['1 192.0.2.1/32']);
  });

  it('after what closes the same traffic from now on', async () => {
    const { change, seen } = await aDeployment(nacl(ACL));
    seen.splice(0);
    await change(nacl(OTHER_ACL));
    expect(seen).toEqual([`aws-nacl ${OTHER_ACL}: 1`, `aws-nacl ${ACL}: 0`, `aws-nacl ${OTHER_ACL}: 1`]);
  });

  it('not where the edge was never to take anything off', async () => {
    const { change, holds } = await aDeployment(anEdge('aws-nacl', { networkacl: ACL, mode: 'ban-only' }));
    await change(nacl(OTHER_ACL));
    expect(holds.acl(ACL)).toEqual(['1 192.0.2.1/32']);
  });

  it('and a thing that is gone holds nothing', async () => {
    const { account, change, destroy, holds } = await aDeployment(nacl(ACL), group(GROUP));
    account.networkAcls.remove(ACL);
    await change(group(GROUP));
    await destroy();
    expect(holds.group(GROUP)).toBe(OPEN_GROUP);
  });
});

describe('when the stack goes', () => {
  it('what is gone already holds no ban, and keeps nothing else from being opened', async () => {
    const both = nacl(`${ACL} ${OTHER_ACL}`);
    const { account, bans, destroy, holds } = await aDeployment(both, group(GROUP));
    account.networkAcls.remove(ACL);
    await destroy();
    expect([holds.acl(OTHER_ACL), holds.group(GROUP), await bans.live()]).toEqual([[], OPEN_GROUP, []]);
  });

  it('an edge that never could be opened holds no ban: a first deploy that failed by it is rolled back', async () => {
    const { change, destroy, holds } = await aDeployment(nacl(ACL));
    await expect(change(nacl(ACL), anEdge('aws-nacl:b', STRANGE))).rejects.toThrow('capacity: 1 to 38');
    await destroy();
    expect(holds.acl(ACL)).toEqual([]);
  });

  it('nothing of all the edges need be there', async () => {
    const { account, bans, destroy } = await aDeployment(nacl(ACL));
    account.networkAcls.remove(ACL);
    await destroy();
    expect(await bans.live()).toEqual([]);
  });

  it('an edge that only cannot be read fails by its name: bans may be on it', async () => {
    const { denied, destroy } = await aDeployment(nacl(ACL));
    denied.add(ACL);
    await expect(destroy()).rejects.toThrow('aws-nacl: DescribeNetworkAcls: AccessDenied');
  });
});

describe('an edge that is called otherwise from now on', () => {
  it('goes on where it stood: nobody is let in, and the end finds everything as it was', async () => {
    const { change, destroy, holds, seen } = await aDeployment(nacl(ACL), group(GROUP));
    const banned = holds.group(GROUP);
    seen.splice(0);
    await change(nacl(ACL, '1-40', 'aws-nacl:office'), group(GROUP, 'aws-security-group:office'));
    expect([holds.acl(ACL), holds.group(GROUP)]).toEqual([['1 192.0.2.1/32'], banned]);
    expect(seen.filter((look) => look.endsWith(': 0'))).toEqual([]);
    await destroy();
    expect([holds.acl(ACL), holds.group(GROUP)]).toEqual([[], OPEN_GROUP]);
  });
});

describe('what was left behind and cannot be opened', () => {
  it('refuses the change, and says what to do first; the new edges are closed all the same', async () => {
    const { change, denied, holds } = await aDeployment(nacl(ACL));
    denied.add(ACL);
    await expect(change(nacl(OTHER_ACL))).rejects.toThrow(
      /stay on what an edge left behind: .*AccessDenied.* Deploy this version with the edges as they were first/,
    );
    expect(holds.acl(OTHER_ACL)).toEqual(['1 192.0.2.1/32']);
  });

  it('is not opened by an invocation whose time is over: the rollback may be under way', async () => {
    const { change, holds, time } = await aDeployment(nacl(ACL));
    time.left = 120;
    await expect(change(nacl(OTHER_ACL))).rejects.toThrow('no time left for the next edge');
    expect([holds.acl(ACL), holds.acl(OTHER_ACL)]).toEqual([['1 192.0.2.1/32'], ['1 192.0.2.1/32']]);
  });

  it('does not keep a rollback from its end: an edge that never could be opened holds nothing', async () => {
    const { change, holds } = await aDeployment(nacl(ACL));
    await expect(change(anEdge('aws-nacl', STRANGE))).rejects.toThrow('capacity: 1 to 38');
    await change(nacl(ACL));
    expect(holds.acl(ACL)).toEqual(['1 192.0.2.1/32']);
  });

  it('does not keep a rollback from its end: an edge that never could be written holds nothing', async () => {
    const { change, denied, holds, warnings } = await aDeployment(nacl(ACL));
    denied.add(OTHER_ACL);
    await expect(change(nacl(OTHER_ACL))).rejects.toThrow('AccessDenied');
    await change(nacl(ACL));
    expect([holds.acl(ACL), warnings.length]).toEqual([['1 192.0.2.1/32'], 1]);
  });
});
