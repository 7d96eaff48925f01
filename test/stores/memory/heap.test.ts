import * as fc from 'fast-check';
import { minHeap } from '../../../lib/stores/memory/heap';

it('gives back what was put in, the least first, also when more comes between', async () => {
  const act = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant('pop' as const));
  await fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const heap = minHeap<number>((value) => value);
      let sorted: number[] = [];
      for (const one of acts) {
        expect(heap.peek()).toBe(sorted[0]);
        if (one === 'pop') expect(heap.pop()).toBe(sorted.shift());
        else {
          heap.push(one);
          sorted = [...sorted, one].sort((a, b) => a - b);
        }
      }
      for (const value of sorted) expect(heap.pop()).toBe(value);
      expect(heap.pop()).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
