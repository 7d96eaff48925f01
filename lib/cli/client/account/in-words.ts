import { accountError, type Place } from './aws-failure';

/** A store or client whose failures are told in words. */
export function inWords<T extends object>(store: T, place: Place): T {
  const told = Object.entries(store).map(([name, method]) => [
    name,
    (...args: readonly unknown[]) =>
      (method as (...args: readonly unknown[]) => Promise<unknown>)(...args).catch((error: unknown) => {
        throw accountError(error, place);
      }),
  ]);
  return Object.fromEntries(told) as T;
}
