import { setFlagsFromString } from 'node:v8';

/**
 * What V8's compilers are set to, for the life of an instance of the function: some hundred thousand lines, the same few
 * expressions for all of them. Figures are in docs/performance.md.
 *
 * - The optimising compiler takes a function later than it would, when more is known of it, and copies less of small
 *   functions into large ones: what it does again and again on its threads is not earned back.
 * - Expressions are compiled to machine code at their first search. To byte code first, which is run once, took three times
 *   as long as that.
 * - The function has one processor at most: collecting garbage on several threads only costs.
 *
 * None of them may change what lies in memory already: `--no-regexp-tier-up`, set when an expression has been searched once,
 * ends the process at its next search. A flag that a version does not know would be complained of on standard error.
 * @param version of V8: Node 20 has 11.3, Node 24 has 13.6
 */
export function v8Flags(version: string): readonly string[] {
  const [major = 0] = version.split('.').map(Number);
  const later: Record<number, string> = {
    11: '--interrupt-budget=270000',
    13: '--invocation-count-for-turbofan=12000',
  };
  const ofVersion = later[major];
  return [
    '--regexp-tier-up-ticks=0',
    '--max-inlined-bytecode-size-cumulative=240',
    '--no-parallel-scavenge',
    ...(ofVersion ? [ofVersion] : []),
  ];
}

/** Sets them; to be called before the first expression is made. */
export function tuneV8(): void {
  for (const flag of v8Flags(process.versions.v8)) setFlagsFromString(flag);
}
