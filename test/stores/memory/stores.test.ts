import { createBuckets } from '../../../lib/edges/run/bucket';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryCounters } from '../../../lib/stores/memory/counters';
import { memoryEdgeStates } from '../../../lib/stores/memory/edge-states';
import { memoryRules } from '../../../lib/stores/memory/rule-memory';
import { memorySessions } from '../../../lib/stores/memory/sessions';
import { banContract } from '../ban-contract';
import { bucketContract } from '../bucket-contract';
import { counterContract } from '../counter-contract';
import { edgeStateContract } from '../edge-state-contract';
import { ruleMemoryContract } from '../rule-memory-contract';
import { sessionContract } from '../session-contract';

describe('counters in memory', () => {
  counterContract(() => memoryCounters(() => 0), 200);

  it('drop what is expired, so that a long replay does not grow without end', async () => {
    let now = 0;
    const counters = memoryCounters(() => now);
    for (let n = 0; n < 25_000; n++) {
      now = n;
      await counters.add({ jail: 'sshd', ip: `host-${n}` }, [{ time: n, eventId: 'a' }], n + 100);
    }
    expect(await counters.get({ jail: 'sshd', ip: 'host-1' })).toEqual([]);
    expect(await counters.get({ jail: 'sshd', ip: 'host-24990' })).toHaveLength(1);
  });
});

describe('bans in memory', () => {
  banContract(async (clock) => memoryBans(clock), 200);
});

describe('edge states in memory', () => {
  edgeStateContract(async () => memoryEdgeStates(), 300);
});

describe('token buckets of a process', () => {
  bucketContract(async () => createBuckets(), 200);
});

describe('sessions in memory', () => {
  sessionContract(memorySessions);
});

describe("an edge's own rules in memory", () => {
  ruleMemoryContract(async () => memoryRules());
});
