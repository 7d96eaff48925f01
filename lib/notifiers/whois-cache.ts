import { type Cidr, formatCidr, withPrefix } from '../core/address';
import type { WhoisAnswer } from '../core/report';
import type { Seconds } from '../core/ruleset';

/** Answers of registries, remembered per network: an attack from one network costs one query a day. */
export interface WhoisCache {
  get(key: string, now: Seconds): Promise<WhoisAnswer | undefined>;
  put(key: string, answer: WhoisAnswer, expiresAt: Seconds): Promise<void>;
}

/** The /24 or /48 around an address: what its answer stands for. */
export const whoisKey = (address: Cidr): string =>
  formatCidr(withPrefix(address, Math.min(address.prefix, address.family === 'ipv4' ? 24 : 48)));

/** Networks kept at once. */
const ENTRIES = 10_000;

/** Lives as long as the process; the oldest entry makes room. */
export function memoryWhoisCache(): WhoisCache {
  const entries = new Map<string, { answer: WhoisAnswer; expiresAt: Seconds }>();
  return {
    get: async (key, now) => {
      const entry = entries.get(key);
      return entry && entry.expiresAt > now ? entry.answer : undefined;
    },
    put: async (key, answer, expiresAt) => {
      entries.delete(key);
      entries.set(key, { answer, expiresAt });
      const [oldest] = entries.keys();
      if (entries.size > ENTRIES && oldest !== undefined) entries.delete(oldest);
    },
  };
}
