/** What Lambda tells a handler of its invocation, as far as ours ask. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}
