/**
 * An item of ours that does not hold what every write of ours puts there: somebody edited the table by hand, or a later
 * version wrote it. It must not keep anything else from its turn.
 */
export class UnreadableItemError extends Error {
  override readonly name: string = 'UnreadableItemError';
}
