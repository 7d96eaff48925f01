import { EdgeApiError } from '../../../lib/edges/api-error';

/**
 * `fails`: refused before anything is done. `lost`: done, the answer is an error. `dies-before`, `dies-after`: the
 * function dies there, and nothing it asks for afterwards is done.
 */
export const FATES = ['fails', 'lost', 'dies-before', 'dies-after'] as const;
export type Fate = (typeof FATES)[number];

export interface Hazard {
  /** The port, each of its requests counted, and met by its fate. */
  over<T extends object>(name: string, port: T): T;
  /** The request after `skip` others meets this fate. */
  plan(fate: Fate, skip: number): void;
  /** Answers whether the function was dead; it is not any more. */
  revive(): boolean;
  /** No fate is planned any more. Answers whether one had not been met yet. */
  calm(): boolean;
  /** Requests since the last `clear`, by `port.method`. */
  readonly requests: Map<string, number>;
}

export function hazards(): Hazard {
  const requests = new Map<string, number>();
  let planned: { readonly fate: Fate; skip: number } | undefined;
  let dead = false;
  const fateOf = (): Fate | undefined => {
    if (!planned || planned.skip-- > 0) return undefined;
    const { fate } = planned;
    planned = undefined;
    return fate;
  };
  const request = async (name: string, act: () => Promise<unknown>): Promise<unknown> => {
    if (dead) throw new Error('dead');
    requests.set(name, (requests.get(name) ?? 0) + 1);
    const fate = fateOf();
    if (fate === undefined) return act();
    dead = fate.startsWith('dies');
    if (fate === 'lost' || fate === 'dies-after') await act();
    throw dead ? new Error('died') : new EdgeApiError('denied', name, fate);
  };
  return {
    requests,
    over: (name, port) =>
      new Proxy(port, {
        get: (target, key) => {
          const member: unknown = Reflect.get(target, key);
          if (typeof member !== 'function') return member;
          return (...args: unknown[]) => request(`${name}.${String(key)}`, async () => member.apply(target, args));
        },
      }),
    plan: (fate, skip) => {
      planned = { fate, skip };
    },
    revive: () => {
      const was = dead;
      dead = false;
      return was;
    },
    calm: () => {
      const unmet = planned !== undefined;
      planned = undefined;
      return unmet;
    },
  };
}

const WRITES = /^(waf\.update|acl\.(create|delete)|group\.(authorize|revoke))$/;

/** Write requests to edges among those counted. */
export const edgeWrites = (requests: ReadonlyMap<string, number>): number =>
  [...requests].reduce((sum, [name, count]) => sum + (WRITES.test(name) ? count : 0), 0);
