import fc from 'fast-check';
import { coalesced } from '../../../lib/app/enforce/coalesced';

/** A read that takes as long as the test wants, numbered. */
function slowRead() {
  const open: { readonly number: number; readonly end: (ok: boolean) => void }[] = [];
  let begun = 0;
  const read = () =>
    new Promise<number>((resolve, reject) => {
      const number = ++begun;
      open.push({ number, end: (ok) => (ok ? resolve(number) : reject(new Error(`read ${number} failed`))) });
    });
  const settle = async (ok = true) => {
    await new Promise(setImmediate);
    open.shift()?.end(ok);
    await new Promise(setImmediate);
  };
  return { ask: coalesced(read), settle, begun: () => begun };
}

describe('a shared read', () => {
  it('is one for all who ask at the same time', async () => {
    const { ask, settle, begun } = slowRead();
    const answers = Promise.all([ask(), ask(), ask()]);
    await settle();
    expect([await answers, begun()]).toEqual([[1, 1, 1], 1]);
  });

  it('that was begun before somebody asked is not for him: he shares the next one', async () => {
    const { ask, settle, begun } = slowRead();
    const first = ask();
    await new Promise(setImmediate);
    const late = [ask(), ask()];
    expect(begun()).toBe(1);
    await settle();
    expect(await first).toBe(1);
    await settle();
    expect(await Promise.all(late)).toEqual([2, 2]);
  });

  it('that fails fails for those who share it, and the next one is read', async () => {
    const { ask, settle } = slowRead();
    const first = Promise.allSettled([ask(), ask()]);
    await new Promise(setImmediate);
    const next = ask();
    await settle(false);
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await settle();
    expect(await next).toBe(2);
  });

  it('never began before it was asked for, whoever asks when', async () => {
    const act = fc.constantFrom<'ask' | 'settle'>('ask', 'settle');
    const property = fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const { ask, settle, begun } = slowRead();
      const asked: { before: number; answer: Promise<number> }[] = [];
      for (const one of [...acts, ...acts.map(() => 'settle' as const)]) {
        if (one === 'settle') await settle();
        else asked.push({ before: begun(), answer: ask() });
      }
      for (const { before, answer } of asked) expect(await answer).toBeGreaterThan(before);
    });
    await fc.assert(property);
  });
});
