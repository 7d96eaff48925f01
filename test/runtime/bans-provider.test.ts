import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { EnforcePorts } from '../../lib/app/enforce/ports';
import type { EdgeConfig } from '../../lib/core/ruleset';
import { type BansParts, bansProvider } from '../../lib/runtime/bans-provider';
import { answerCustomResource, type Provider } from '../../lib/runtime/custom-resource';
import { BANS, type BansProperties } from '../../lib/runtime/setup-resource';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aLiveBan, rulesetOf, setEdge } from '../scenarios/support/set-edge';

function setUp() {
  const [waf, acl] = [setEdge('waf'), setEdge('acl')];
  const opened: (readonly EdgeConfig[])[] = [];
  const events: string[] = [];
  const ports: EnforcePorts = {
    ...{ bans: memoryBans(), edgeStates: memoryEdgeStates(), edges: [waf, acl] },
    ...{ clock: () => 1_001_100, remaining: () => 600, emit: ({ event }) => void events.push(event) },
  };
  const slept: number[] = [];
  const hooks = { whileAsleep: async (): Promise<unknown> => undefined };
  const sleep = async (seconds: number) => {
    slept.push(seconds);
    await hooks.whileAsleep();
  };
  const kept: (readonly EdgeConfig[])[] = [];
  const parts: BansParts = {
    ruleset: rulesetOf({ app: ['waf'], mail: ['acl'] }),
    open: (edges) => {
      opened.push(edges);
      return ports;
    },
    deployed: { load: async () => kept.at(-1), save: async (edges) => void kept.push(edges) },
    present: async (edges) => edges,
    leftBehind: async () => [],
    warn: () => undefined,
    sleep,
  };
  const provider = bansProvider(parts);
  return { parts, waf, acl, ports, opened, kept, events, provider, slept, hooks };
}

const EDGES = JSON.stringify([{ name: 'waf', kind: 'aws-waf', options: { ipsets: 'arn:aws:x/|1,2' } }]);
const properties = { edges: EDGES, code: 'abc' };

/** What CloudFormation is answered. */
async function answered(RequestType: 'Create' | 'Delete', provider: Provider<BansProperties>, id?: string) {
  const bodies: string[] = [];
  const named = id === undefined ? {} : { PhysicalResourceId: id };
  const event = { RequestType, ResourceType: BANS, ResourceProperties: properties, ...named };
  const providers = { [BANS]: provider } as Readonly<Record<string, Provider<unknown>>>;
  const answer = async (_: string, body: string) => void bodies.push(body);
  await answerCustomResource(event as unknown as CloudFormationCustomResourceEvent, providers, {
    answer,
    remaining: () => 600,
  });
  return JSON.parse(bodies[0] ?? '') as { readonly Status: string; readonly PhysicalResourceId: string };
}

describe('the bans on the edges, as a resource of the stack', () => {
  it('create and update make every edge equal to the table', async () => {
    const { ports, waf, acl, opened, kept, provider } = setUp();
    await ports.bans.put(aLiveBan(), null);
    expect(await provider.create(properties)).toEqual({ physicalId: 'fail2edge-bans' });
    expect([...waf.holds]).toEqual(['192.0.2.1/32']);
    waf.holds.clear();
    expect(await provider.update('fail2edge-bans', properties, properties)).toEqual({ physicalId: 'fail2edge-bans' });
    expect([waf.holds.size, acl.counts.looks]).toEqual([1, 2]);
    expect(opened[0]).toEqual([{ name: 'waf', kind: 'aws-waf', options: { ipsets: 'arn:aws:x/1,arn:aws:x/2' } }]);
    expect(kept[0]).toEqual(opened[0]);
  });

  it('delete lifts every ban and leaves the edges as they were found', async () => {
    const { ports, waf, events, provider } = setUp();
    await ports.bans.put(aLiveBan({ end: null }), null);
    await provider.create(properties);
    await provider.delete('fail2edge-bans', properties);
    expect([waf.holds.size, await ports.bans.live(), events]).toEqual([0, [], ['unban']]);
  });

  it('a creation that failed at one edge is deleted under its name: what it put on the others is lifted', async () => {
    const { ports, waf, acl, provider } = setUp();
    await ports.bans.put(aLiveBan({ jail: 'mail' }), null);
    waf.onLook = () => {
      throw new Error('access denied');
    };
    const made = await answered('Create', provider);
    expect([made.Status, made.PhysicalResourceId, acl.holds.size]).toEqual(['FAILED', 'fail2edge-bans', 1]);
    waf.onLook = () => undefined;
    const gone = await answered('Delete', provider, made.PhysicalResourceId);
    expect([gone.Status, acl.holds.size]).toEqual(['SUCCESS', 0]);
  });

  it('delete waits for who is still at an edge: he may have read the bans before they were lifted', async () => {
    const { ports, waf, provider, slept, hooks } = setUp();
    await ports.bans.put(aLiveBan({ end: null }), null);
    await provider.create(properties);
    const other = await ports.edgeStates.acquire('waf', 1_001_100, 1_001_140);
    hooks.whileAsleep = async () => {
      if (slept.length === 2) await ports.edgeStates.release('waf', other ?? '');
    };
    await provider.delete('fail2edge-bans', properties);
    expect([slept, waf.holds.size]).toEqual([[2, 2], 0]);
  });

  it('delete that cannot have an edge to itself fails by its name, and leaves the stack', async () => {
    const { parts, ports, provider, slept } = setUp();
    await ports.edgeStates.acquire('waf', 1_001_100, 1_001_140);
    const hurried = { ...ports, remaining: () => 600 - 200 * slept.length };
    const own = bansProvider({ ...parts, open: () => hurried, sleep: async (seconds) => slept.push(seconds) });
    await expect(own.delete('fail2edge-bans', properties)).rejects.toThrow('another function is still at work on waf');
    await expect(provider.create(properties)).resolves.toBeDefined();
  });

  it('an edge that cannot be written fails the deploy by its name, after the others had their turn', async () => {
    const { ports, waf, acl, provider } = setUp();
    await ports.bans.put(aLiveBan({ jail: 'mail' }), null);
    waf.onLook = () => {
      throw new Error('access denied');
    };
    await expect(provider.create(properties)).rejects.toThrow('waf: access denied');
    await expect(provider.delete('fail2edge-bans', properties)).rejects.toThrow('waf: access denied');
    expect([acl.counts.looks, acl.holds.size]).toEqual([2, 0]);
  });
});
