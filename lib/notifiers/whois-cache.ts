import { type Cidr, formatCidr, withPrefix } from '../core/address';
import { networkName, type WhoisAnswer } from '../core/report';
import type { Seconds } from '../core/ruleset';
import { isAbout, spanOf } from './range';

/**
 * Answers of registries: an attack from one network costs one query a day. They lie in blocks, in which several networks
 * may have their answers side by side.
 */
export interface WhoisCache {
  /** What is remembered of a block's networks and has not expired. */
  get(block: string, now: Seconds): Promise<readonly WhoisAnswer[]>;
  /** Takes the place of what was remembered of the same network (`networkName`), and of no other's. */
  put(block: string, answer: WhoisAnswer, expiresAt: Seconds): Promise<void>;
}

/** The /24 or /48 around an address, where what is remembered of its network lies. */
export const whoisBlock = (address: Cidr): string =>
  formatCidr(withPrefix(address, Math.min(address.prefix, address.family === 'ipv4' ? 24 : 48)));

type Found = Extract<WhoisAnswer, { readonly kind: 'found' }>;

/**
 * The answer, of those of a block, that serves an address: of the smallest network that holds it, for who has a part of a
 * network answers for that part alone. Else that nobody answered, which is true of the whole block.
 */
export function servingOf(answers: readonly WhoisAnswer[], address: Cidr): WhoisAnswer | undefined {
  const holding = answers.filter((one): one is Found => one.kind === 'found' && isAbout(one.record, address));
  const smallest = holding.reduce<Found | undefined>(
    (best, one) => (!best || spanOf(one.record) < spanOf(best.record) ? one : best),
    undefined,
  );
  return smallest ?? answers.find(({ kind }) => kind === 'none');
}

/** Blocks kept at once, and networks of a block. */
const BLOCKS = 10_000;
const NETWORKS = 256;

type Entries = Map<string, { readonly answer: WhoisAnswer; readonly expiresAt: Seconds }>;

/** Lives as long as the process; the oldest block makes room, and in a block the oldest network. */
export function memoryWhoisCache(): WhoisCache {
  const blocks = new Map<string, Entries>();
  return {
    get: async (block, now) =>
      [...(blocks.get(block)?.values() ?? [])].flatMap(({ answer, expiresAt }) => (expiresAt > now ? [answer] : [])),
    put: async (block, answer, expiresAt) => {
      const entries: Entries = blocks.get(block) ?? new Map();
      putLast(entries, networkName(answer), { answer, expiresAt }, NETWORKS);
      putLast(blocks, block, entries, BLOCKS);
    },
  };
}

function putLast<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
