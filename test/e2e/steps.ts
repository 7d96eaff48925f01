import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

export type Step = (name: string, work: () => Promise<unknown>) => Promise<boolean>;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** For people. */
export const since = (start: number): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;

/** Runs steps one after the other and prints each with its time; a text that a step returns is printed below it. */
export function steps() {
  let passed = 0;
  let failed = 0;
  const step: Step = async (name, work) => {
    const start = Date.now();
    try {
      const remark = await work();
      say(`  ok  ${since(start).padStart(7)}  ${name}`);
      if (typeof remark === 'string') say(remark.replace(/^/gm, `${' '.repeat(15)}`));
      passed++;
      return true;
    } catch (error) {
      say(`FAIL  ${since(start).padStart(7)}  ${name}\n${error instanceof Error ? error.message : String(error)}`);
      failed++;
      return false;
    }
  };
  return {
    step,
    /** @returns whether all was well */
    sum: (): boolean => {
      say(`\n${passed} passed, ${failed} failed`);
      return failed === 0;
    },
  };
}

/** Asks again and again until the answer is as it must be. @throws with the last answer after `seconds` */
export async function within<T>(
  seconds: number,
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
): Promise<void> {
  const start = Date.now();
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return;
    if (Date.now() - start > seconds * 1000)
      throw new Error(`after ${seconds} s it still is ${JSON.stringify(answer)}`);
    await sleep(200);
  }
}

export const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(one, other);

export function expect(found: unknown, wanted: unknown): void {
  if (!same(found, wanted)) throw new Error(`${JSON.stringify(found)} where ${JSON.stringify(wanted)} must be`);
}
