/** Runs `act` for 0 to `count` - 1, `at` once. */
export async function crowd(count: number, at: number, act: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: at }, worker));
}
