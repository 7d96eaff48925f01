import { type Cidr, parseCidr, widthOf } from '../core/address';
import type { Clock } from '../core/ports';
import type { Whois, WhoisAnswer, WhoisRecord } from '../core/report';
import type { Seconds } from '../core/ruleset';
import type { Fetch } from './rdap/fetch-json';
import { lookUpRdap } from './rdap/lookup';
import type { WhoisNet } from './whois/ask';
import { lookUpWhois } from './whois/lookup';
import { isPublic } from './whois/public-address';
import { servingOf, type WhoisCache, whoisBlock } from './whois-cache';

/** A registry's answer holds for a day; that there was none, for a quarter of an hour. */
const FOUND_FOR: Seconds = 86_400;
const NONE_FOR: Seconds = 900;

export interface RegistriesOptions {
  readonly fetch: Fetch;
  readonly net: WhoisNet;
  readonly cache: WhoisCache;
  readonly clock: Clock;
  /** A signal that aborts when one way of asking (RDAP, then port 43) has used its time, 5 s in all however it trickles. */
  readonly deadline: () => AbortSignal;
}

/** RDAP first, port 43 where it gives nothing; each network asked for once a day, also by calls at the same time. */
export function registries(options: RegistriesOptions): Whois {
  const running = new Map<string, Promise<WhoisAnswer>>();
  return {
    of: async (ip, signal) => {
      const address = firstAddress(ip);
      if (!address || !isPublic(address)) return { kind: 'none', reason: 'not-public' };
      const block = whoisBlock(address);
      // Whoever is asked for may hold this address as well: his answer is waited for, and used only if he does.
      for (let other = running.get(block); other; other = running.get(block)) {
        const answer = servingOf([await other], address);
        if (answer) return answer;
      }
      const answer = cachedOrAsked(options, block, address, signal).finally(() => running.delete(block));
      running.set(block, answer);
      return answer;
    },
  };
}

function firstAddress(ip: string): Cidr | undefined {
  const cidr = parseCidr(ip);
  return cidr && { ...cidr, prefix: widthOf(cidr.family) };
}

async function cachedOrAsked(
  options: RegistriesOptions,
  block: string,
  address: Cidr,
  signal: AbortSignal,
): Promise<WhoisAnswer> {
  const { cache, clock } = options;
  const known = await cache.get(block, clock()).catch(() => []);
  const cached = servingOf(known, address);
  if (cached) return cached;
  const answer = await askAll(options, address, signal);
  // The caller's time ran out, not the registry's: the next report may ask again.
  if (answer.kind === 'none' && signal.aborted) return answer;
  const keep = answer.kind === 'found' ? FOUND_FOR : NONE_FOR;
  await cache.put(block, answer, clock() + keep).catch(() => undefined);
  return answer;
}

async function askAll(options: RegistriesOptions, address: Cidr, signal: AbortSignal): Promise<WhoisAnswer> {
  const ways: readonly ((limit: AbortSignal) => Promise<WhoisRecord | undefined>)[] = [
    (limit) => lookUpRdap(options.fetch, address, limit),
    (limit) => lookUpWhois(options.net, address, limit),
  ];
  let late = false;
  for (const way of ways) {
    try {
      const record = await way(AbortSignal.any([signal, options.deadline()]));
      if (record) return { kind: 'found', record };
    } catch {
      late = true;
    }
    if (signal.aborted) return { kind: 'none', reason: 'deadline' };
  }
  return { kind: 'none', reason: late ? 'deadline' : 'no-answer' };
}
