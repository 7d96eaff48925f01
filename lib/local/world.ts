import type { Edge, EdgeReport } from '../core/edge';
import type { AppEvent } from '../core/event';
import type { ChangeStore } from '../core/ports';
import type { Seconds } from '../core/ruleset';
import { memoryBans } from '../stores/memory/bans';
import { memoryChanges } from '../stores/memory/changes';
import { memoryCounters } from '../stores/memory/counters';
import { memoryEdgeStates } from '../stores/memory/edge-states';
import { type Heap, minHeap } from '../stores/memory/heap';
import { memorySessions } from '../stores/memory/sessions';
import { streamedBans } from './stream';

/** What the embedded account's handlers share: clock, stores, the ends of live bans, the edges' last reports. */
export interface World {
  readonly counters: ReturnType<typeof memoryCounters>;
  readonly bans: ReturnType<typeof streamedBans>;
  readonly sessions: ReturnType<typeof memorySessions>;
  readonly edgeStates: ReturnType<typeof memoryEdgeStates>;
  /** What operators changed at run time. */
  readonly changes: ChangeStore;
  readonly edges: readonly Edge[];
  readonly edgeReports: Map<string, EdgeReport>;
  /** When bans end; an end that was moved is still in here, and costs one look for nothing. */
  readonly ends: Heap<Seconds>;
  readonly emit: (event: AppEvent) => void;
  /** The virtual clock: the greatest time seen. */
  now: Seconds;
  /** The clock at each record of the batch that is delivered now, the last record first. */
  clocks: Seconds[];
}

export function createWorld(
  edges: readonly Edge[],
  onEvent: (event: AppEvent) => void,
  changes: ChangeStore = memoryChanges(),
): World {
  const ends = minHeap<Seconds>((end) => end);
  const world: World = {
    counters: memoryCounters(() => world.now),
    bans: streamedBans(memoryBans(() => world.now)),
    sessions: memorySessions(() => world.now),
    edgeStates: memoryEdgeStates(),
    ...{ changes, edges, edgeReports: new Map(), ends, now: 0, clocks: [] },
    emit: (event) => {
      if ('until' in event && event.until !== null) ends.push(event.until);
      onEvent(event);
    },
  };
  return world;
}

/** Whether an end has passed since the last time it was asked. */
export function passEnds({ ends, now }: Pick<World, 'ends' | 'now'>): boolean {
  let passed = false;
  for (let end = ends.peek(); end !== undefined && end < now; end = ends.peek()) {
    ends.pop();
    passed = true;
  }
  return passed;
}
