import { mayCover } from '../../../lib/app/enforce/edge-rules';
import { liftEach } from '../../../lib/app/enforce/lift';
import type { EnforcePorts } from '../../../lib/app/enforce/ports';
import type { Ban } from '../../../lib/core/ban';
import type { AppEvent } from '../../../lib/core/event';
import type { LogBatch } from '../../../lib/core/record';
import type { EdgeConfig, Jail, Ruleset, Seconds } from '../../../lib/core/ruleset';
import type { EdgeAccounts } from '../../../lib/edges/definition';
import { createEdge } from '../../../lib/edges/index';
import { createBuckets } from '../../../lib/edges/run/bucket';
import { localAccount } from '../../../lib/local/edges/account';
import { streamedBans } from '../../../lib/local/stream';
import { enforceHandler, expireHandler } from '../../../lib/runtime/enforce-handlers';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryCounters } from '../../../lib/stores/memory/counters';
import { memoryEdgeStates } from '../../../lib/stores/memory/edge-states';
import { memorySessions } from '../../../lib/stores/memory/sessions';
import { aJail, aRuleset, detectBatches } from '../../support/builders';
import { type Hazard, hazards } from './hazards';

const INVOCATION = { getRemainingTimeInMillis: () => 30_000 };
const SSH = { protocol: 'tcp', ranges: [{ from: 22, to: 22 }] } as const;

/** `app` closes WAF and the ACL, `web` WAF and the security group; nobody bans 198.51.100.0/24. */
export function twoJails(bantime: Seconds): Ruleset {
  const edge = (kind: EdgeConfig['kind']): EdgeConfig => ({ name: kind, kind, options: { sets: '1' } });
  const jail = (name: string, edges: readonly string[], over: Partial<Jail>) =>
    aJail({
      ...{ name, loggroup: [name], bantime, ignoreip: ['198.51.100.0/24'] },
      ...{ edges: edges.map((one) => ({ edge: one, ports: one === 'aws-waf' ? 'all' : SSH })), ...over },
    });
  return aRuleset({
    edges: [edge('aws-waf'), edge('aws-nacl'), edge('aws-security-group')],
    jails: [
      jail('app', ['aws-waf', 'aws-nacl'], { maxretry: 2, findtime: 300 }),
      jail('web', ['aws-waf', 'aws-security-group'], { maxretry: 3, findtime: 600 }),
    ],
  });
}

export type Embedded = ReturnType<typeof embedded>;

/**
 * The handlers over the embedded account, every request to table and edges in the hands of a hazard. A function that died
 * is replaced by a new one; what it held in memory, and its lease, are left as they were.
 */
export function embedded(ruleset: Ruleset) {
  const world = { clock: 1_000_000 };
  const events: AppEvent[] = [];
  const hazard = hazards();
  const clock = () => world.clock;
  const account = localAccount(ruleset.edges, mayCover(ruleset));
  const plain = { bans: streamedBans(memoryBans(clock)), edgeStates: memoryEdgeStates() };
  const stores = {
    bans: hazard.over('bans', plain.bans),
    edgeStates: hazard.over('edgeStates', plain.edgeStates),
    counters: hazard.over('counters', memoryCounters(clock)),
    sessions: hazard.over('sessions', memorySessions(clock)),
  };
  const emit = (event: AppEvent) => void events.push(event);
  const start = () => {
    const edges = account.configs.map((config) => createEdge(config, hazardous(account.accounts, hazard)));
    const ports = (remaining: () => Seconds): EnforcePorts => ({ ...stores, edges, emit, clock, remaining });
    const parts = { ruleset, ports, onReport: () => undefined, flush: () => undefined };
    return {
      edges,
      detect: detectBatches(
        { ...stores, emit, count: () => undefined, arrival: clock, random: () => 0.5, resolve: async () => [] },
        ruleset,
      ),
      enforce: enforceHandler(parts),
      expire: expireHandler(parts),
    };
  };
  let functions = start();
  /** Whether the invocation succeeded; a dead function is replaced. */
  const invoke = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch {
      return false;
    } finally {
      if (hazard.revive()) functions = start();
    }
  };
  let unread = plain.bans.drain()?.Records ?? [];
  return {
    ...{ world, events, hazard, account, ruleset, stores: plain },
    detect: (batch: LogBatch) => invoke(() => functions.detect(batch)),
    /** What the stream holds is read again until it is done with. */
    stream: async () => {
      unread = [...unread, ...(plain.bans.drain()?.Records ?? [])];
      if (unread.length === 0) return true;
      const done = await invoke(() => functions.enforce({ Records: unread }, INVOCATION));
      if (done) unread = [];
      return done;
    },
    /** @returns whether every edge that had a reason was looked at. */
    minute: async () => {
      let busy = false;
      const done = await invoke(async () => {
        const { edges } = await functions.expire({}, INVOCATION);
        busy = Object.values(edges).includes('busy');
      });
      return done && !busy;
    },
    /** As an operator does it. */
    unban: (ban: Ban) =>
      invoke(async () => {
        const lifting = { clock: world.clock, reason: 'manual', still: () => true } as const;
        const { failed } = await liftEach({ ...stores, edges: functions.edges, emit }, ruleset, [ban], {
          edges: () => true,
          liftingOf: () => lifting,
        });
        if (failed.size > 0) throw new Error('not lifted');
      }),
    tickets: async (): Promise<readonly Ban[]> => (await Promise.all(ALL_IPS.map((ip) => plain.bans.ofIp(ip)))).flat(),
  };
}

/** Everybody in these stories, by the text that is banned. */
export const HOSTS = ['192.0.2.1', '192.0.2.2', '203.0.113.7', '2001:db8:0:1::9', '198.51.100.5', '10.0.0.1'] as const;
export const KEYS: Readonly<Record<string, string>> = { '2001:db8:0:1::9': '2001:db8:0:1::/64' };
const ALL_IPS = HOSTS.map((host) => KEYS[host] ?? host);

function hazardous(accounts: EdgeAccounts, hazard: Hazard): EdgeAccounts {
  return {
    ...accounts,
    ipSets: (region) => hazard.over('waf', accounts.ipSets(region)),
    networkAcls: () => hazard.over('acl', accounts.networkAcls()),
    securityGroups: () => hazard.over('group', accounts.securityGroups()),
    memory: hazard.over('memory', accounts.memory),
    buckets: createBuckets(),
    sharedBuckets: createBuckets(),
  };
}
