import { setFlagsFromString } from 'node:v8';

/** Backtracks after which V8 leaves its backtracking engine for the linear one, where the pattern allows that. */
const BACKTRACKS = 1000;

let proving = false;
let falling = false;

/**
 * Whether V8 can run the pattern in linear time: the same test V8 makes before it falls back at run time. For the laptop; it turns
 * on the flag `l`, which nothing else uses.
 */
export function isLinear(js: string): boolean {
  if (!proving) setFlagsFromString('--enable-experimental-regexp-engine');
  proving = true;
  try {
    new RegExp(js, 'l');
    return true;
  } catch {
    return false;
  }
}

/**
 * Lets V8 fall back to its linear engine when a search backtracks too much. Must run before the patterns are first used; it may not
 * be set in NODE_OPTIONS. Patterns V8 cannot run in linear time keep backtracking (https://v8.dev/blog/non-backtracking-regexp).
 */
export function enableFallback(): void {
  if (falling) return;
  falling = true;
  setFlagsFromString('--enable-experimental-regexp_engine-on-excessive-backtracks');
  setFlagsFromString(`--regexp-backtracks-before-fallback=${BACKTRACKS}`);
}
