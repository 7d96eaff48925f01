import * as fc from 'fast-check';
import { type Passed, sieveOf, sieving, sift } from '../../../lib/app/detect/sieve';
import { prefilter } from '../../../lib/detect/prefilter';

const word = fc.constantFrom('Failed', 'Invalid', 'denied', 'reject', 'USER', 'attempt for ');
const jail = fc.record({ needs: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }) });
const jails = fc.array(jail, { minLength: 1, maxLength: 9 });
const line = fc.array(fc.oneof(word, fc.constant('x')), { maxLength: 4 }).map((words) => words.join(' '));

const who = ({ jails: places, count }: Passed): readonly number[] => [...places.subarray(0, count)];

describe('the sieve', () => {
  it('holds no record back from a jail that it can matter to, and names jails in order, each once', async () => {
    await fc.assert(
      fc.property(jails, fc.array(line, { maxLength: 60 }), (all, lines) => {
        const node = sieving(sieveOf(all));
        for (const message of lines) {
          const passed = { jails: new Int32Array(all.length), count: 0 };
          sift(node, message, false, passed);
          const mattering = all.flatMap((one, index) => (prefilter([one])(message, false) ? [index] : []));
          expect(who(passed)).toEqual(expect.arrayContaining(mattering));
          expect(who(passed)).toEqual([...new Set(who(passed))].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('tells exactly whom a record matters to while most records matter to few', () => {
    const all = ['Failed', 'Invalid', 'denied', 'reject', 'USER'].map((text) => ({ needs: [text] }));
    const node = sieving(sieveOf(all));
    const askedOf = (message: string) => {
      const passed = { jails: new Int32Array(all.length), count: 0 };
      sift(node, message, false, passed);
      return who(passed);
    };
    for (let index = 0; index < 100; index++) expect(askedOf('session opened')).toEqual([]);
    expect(askedOf('denied, Failed')).toEqual([0, 2]);
    expect(askedOf('USER')).toEqual([4]);
  });

  it('asks twenty jails of which none cares for a record once', () => {
    let asked = 0;
    const counting = (message: string) => {
      asked += 1;
      return message.includes('Failed');
    };
    const { halves } = sieveOf(Array.from({ length: 20 }, () => ({ needs: ['Failed'] })));
    const node = sieving({ mayMatter: counting, halves });
    for (let index = 0; index < 50; index++) {
      sift(node, 'session opened', false, { jails: new Int32Array(20), count: 0 });
    }
    expect(asked).toBe(50);
  });
});
