import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's optimising compiler from copying small functions into large ones again and again. An instance of a function
 * sees some hundred thousand lines: what the compiler takes for that on its threads, a tenth of a process's CPU time
 * (docs/performance.md), it does not earn back.
 */
export function limitInlining(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=60');
}
