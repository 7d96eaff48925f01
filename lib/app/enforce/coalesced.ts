/**
 * Who asks while a read is under way shares the next one with all who ask by then. Nobody gets an answer that was begun
 * before he asked, and there is one read at a time.
 */
export function coalesced<T>(read: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    next = undefined;
    return read();
  };
  return () => {
    next ??= last.then(begin, begin);
    last = next;
    return next;
  };
}
