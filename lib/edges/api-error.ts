/**
 * Why a request to an edge's API failed for good or for now.
 * `throttled`, `unavailable`: worth another try. `denied`, `not-found`, `invalid`: another try changes nothing.
 * `contended`: others changed the resource at every try. `deadline`: the run's time is used up.
 */
export type ApiFailure = 'throttled' | 'unavailable' | 'denied' | 'not-found' | 'invalid' | 'contended' | 'deadline';

/** An infrastructure failure of an edge, in one form for every API. */
export class EdgeApiError extends Error {
  override readonly name = 'EdgeApiError';

  constructor(
    readonly failure: ApiFailure,
    readonly operation: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(`${operation}: ${message}`, options);
  }

  /** Whether the same request may succeed a little later. */
  get retryable(): boolean {
    return this.failure === 'throttled' || this.failure === 'unavailable';
  }
}

/** An edge's options are wrong; every problem at once. */
export class EdgeOptionError extends Error {
  override readonly name = 'EdgeOptionError';

  constructor(
    readonly edge: string,
    readonly problems: readonly string[],
  ) {
    super(`${edge}: ${problems.join('; ')}`);
  }
}
