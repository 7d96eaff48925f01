import { type ApiFailure, EdgeApiError } from '../api-error';

/** Error names of EC2 and WAFv2 that are neither outcomes nor 5xx, and what they mean to an edge. */
const FAILURES: Readonly<Record<string, ApiFailure>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AuthFailure: 'denied',
  ConcurrentMutationLimitExceeded: 'throttled',
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  EPIPE: 'unavailable',
  ETIMEDOUT: 'unavailable',
  InternalError: 'unavailable',
  InternalFailure: 'unavailable',
  NetworkingError: 'unavailable',
  RequestLimitExceeded: 'throttled',
  RequestTimeout: 'unavailable',
  ServiceUnavailable: 'unavailable',
  ThrottledException: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TimeoutError: 'unavailable',
  TooManyRequestsException: 'throttled',
  Unavailable: 'unavailable',
  UnauthorizedOperation: 'denied',
  WAFInternalErrorException: 'unavailable',
  WAFNonexistentItemException: 'not-found',
  // "AWS WAF couldn't retrieve a resource that you specified": it is still spreading.
  WAFUnavailableEntityException: 'unavailable',
};

/** The AWS error's name, or the socket's code. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const code = (error as { code?: unknown }).code;
  return error.name in FAILURES || typeof code !== 'string' ? error.name : code;
}

/** Sends a request; AWS's errors come out as `EdgeApiError`, except those named in `outcomes`, which are answers. */
export async function ask<T, O extends string = never>(
  operation: string,
  send: () => Promise<T>,
  outcomes: Readonly<Record<string, O>> = {},
): Promise<T | O> {
  try {
    return await send();
  } catch (error) {
    const name = errorName(error);
    const outcome = Object.hasOwn(outcomes, name) ? outcomes[name] : undefined;
    if (outcome !== undefined) return outcome;
    const message = error instanceof Error ? `${name}: ${error.message}` : String(error);
    throw new EdgeApiError(failureOf(name, error), operation, message, { cause: error });
  }
}

function failureOf(name: string, error: unknown): ApiFailure {
  if (Object.hasOwn(FAILURES, name)) return FAILURES[name] ?? 'invalid';
  if (name.endsWith('.NotFound')) return 'not-found';
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return status >= 500 ? 'unavailable' : 'invalid';
}

/** A field AWS always sends although the SDK's types let it be missing. */
export function given<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`AWS's answer lacks ${what}`);
  return value;
}
