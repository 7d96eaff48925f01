/**
 * `throttled`, `unavailable`, `denied`: refused before anything is done. `lost`: done, but the answer is a 5xx.
 * `crash-before`, `crash-after`: the function dies there.
 */
export type Fault = 'throttled' | 'unavailable' | 'denied' | 'lost' | 'crash-before' | 'crash-after';

interface Order {
  readonly operation: string;
  readonly fault: Fault;
  skip: number;
  times: number;
}

/** Faults on demand for a fake API, and a record of what was asked of it. */
export interface Faults {
  /** The next `times` requests of `operation` (`*`: any; a prefix with `*`) fail, after `skip` that do not. */
  plan(operation: string, fault: Fault, times?: number, skip?: number): void;
  /** Does a request, or fails it as planned. */
  serve<T>(operation: string, act: () => T | Promise<T>): Promise<T>;
  /** How many requests came, answered or not. */
  calls(operation: string): number;
  clear(): void;
}

export function createFaults(fail: (fault: Fault, operation: string) => Error): Faults {
  let orders: Order[] = [];
  const log: string[] = [];
  const matches = (pattern: string, operation: string) =>
    pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : pattern === operation;
  const due = (operation: string): Fault | undefined => {
    for (const order of orders.filter((one) => matches(one.operation, operation))) {
      if (order.skip > 0) order.skip--;
      else if (order.times > 0) {
        order.times--;
        return order.fault;
      }
    }
    return undefined;
  };
  return {
    plan: (operation, fault, times = 1, skip = 0) => orders.push({ operation, fault, times, skip }),
    calls: (operation) => log.filter((one) => matches(operation, one)).length,
    clear: () => {
      orders = [];
      log.length = 0;
    },
    serve: async (operation, act) => {
      log.push(operation);
      const fault = due(operation);
      if (fault === undefined) return act();
      if (fault === 'lost' || fault === 'crash-after') await act();
      throw fail(fault, operation);
    },
  };
}

/** Something happens just before the request of `operation` (`*`: any) that comes after `skip` others is served. */
export function beforeRequest(faults: Faults, operation: string, happens: () => void | Promise<void>, skip = 0): void {
  const serve = faults.serve;
  let left = skip;
  faults.serve = async (name, act) => {
    if (operation !== '*' && operation !== name) return serve(name, act);
    if (left-- === 0) {
      faults.serve = serve;
      await happens();
    }
    return serve(name, act);
  };
}
