import { EdgeApiError } from '../../../lib/edges/api-error';
import { createFaults, type Fault, type Faults } from './faults';

/** Faults as an adapter reports them. */
export const portFaults = (): Faults =>
  createFaults((fault: Fault, operation) => {
    if (fault.startsWith('crash')) return new Error(`crash at ${operation}`);
    const failure = fault === 'lost' ? 'unavailable' : (fault as 'throttled' | 'unavailable' | 'denied');
    return new EdgeApiError(failure, operation, `${fault} on demand`);
  });

/** The port, each of its methods failing as planned under its own name. */
export function faultyPort<T extends object>(port: T, faults: Faults): T {
  return new Proxy(port, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => faults.serve(String(key), () => member.apply(target, args));
    },
  });
}
