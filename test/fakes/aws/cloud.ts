import { createFaults, type Fault, type Faults } from '../../edges/support/faults';
import { type VirtualPace, virtualPace } from '../../edges/support/virtual-pace';

/** An error as the SDK throws it. */
export class AwsError extends Error {
  readonly $metadata: { httpStatusCode: number };
  readonly $fault: 'client' | 'server';

  constructor(
    override readonly name: string,
    message: string,
    status = 400,
  ) {
    super(message);
    this.$metadata = { httpStatusCode: status };
    this.$fault = status >= 500 ? 'server' : 'client';
  }
}

/** What all fake services of one account share. */
export interface Cloud {
  readonly pace: VirtualPace;
  readonly faults: Faults;
}

export const fakeCloud = (): Cloud => ({ pace: virtualPace(), faults: createFaults(awsFault) });

function awsFault(fault: Fault, operation: string): Error {
  const waf = operation.endsWith('IPSet') || operation.endsWith('IPSets');
  switch (fault) {
    case 'throttled':
      return new AwsError(waf ? 'ThrottlingException' : 'RequestLimitExceeded', 'Request limit exceeded.');
    case 'denied':
      return new AwsError(waf ? 'AccessDeniedException' : 'UnauthorizedOperation', 'You are not authorized.', 403);
    case 'unavailable':
      return new AwsError(waf ? 'WAFInternalErrorException' : 'InternalError', 'An internal error has occurred', 500);
    case 'lost':
      return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    default:
      return new Error(`crash at ${operation}`);
  }
}

/** Lets `burst` requests through at once and `rate` a second after that; else the API's throttling error. */
export function apiQuota(cloud: Cloud, rate: number, burst: number): (operation: string) => void {
  let tokens = burst;
  let at = cloud.pace.now();
  return (operation) => {
    const now = cloud.pace.now();
    tokens = Math.min(burst, tokens + (now - at) * rate);
    at = now;
    if (tokens < 1 - 1e-9) throw new AwsError('ThrottlingException', `Rate exceeded: ${operation}`);
    tokens--;
  };
}

/** One page of a list, and the token of the next. */
export function page<T>(items: readonly T[], size: number, token: string | undefined): { items: T[]; next?: string } {
  const from = token === undefined ? 0 : Number(token.replace('page-', ''));
  const next = from + size < items.length ? { next: `page-${from + size}` } : {};
  return { items: items.slice(from, from + size), ...next };
}
