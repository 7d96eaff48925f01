import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8's compilers to what an instance of the function lives: some hundred thousand lines, the same few expressions for
 * all of them. Figures are in docs/performance.md.
 *
 * - The optimising compiler copies small functions into large ones again and again; what that takes on its threads, a tenth
 *   of the CPU time, is not earned back.
 * - The function has one processor at most: collecting garbage on several threads only costs.
 *
 * None of them may change what lies in memory already: `--no-regexp-tier-up`, set when an expression has been searched once,
 * ends the process at its next search.
 */
export function tuneV8(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=60');
  setFlagsFromString('--no-parallel-scavenge');
}
