/** Does work; what is large waits until all large work before it is done, what is small waits for nobody. */
export type Turns = <T>(large: boolean, work: () => Promise<T>) => Promise<T>;

/** So that several edges over a hundred thousand bans fit the memory that one of them needs. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (large, work) => {
    if (!large) return work();
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
