import type { Ban } from '../../core/ban';
import type { BanStore, Clock } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { minHeap } from './heap';

type Tickets = Map<string, Ban>;

/**
 * Ban tickets of one process, under the same version rule as the table's. `due` costs nothing while nothing is due,
 * so that a virtual clock may ask before every line. Tickets are never purged.
 * @param clock when a ticket is written
 * @param from tickets that are there from the beginning
 */
export function memoryBans(clock: Clock = () => Date.now() / 1000, from: readonly Ban[] = []): BanStore {
  const byIp = new Map<string, Tickets>();
  const live = new Set<Ban>();
  /** By jail. */
  const writtenAt = new Map<string, Seconds>();
  /** Live tickets that end; what was replaced since stays until it comes up, and is dropped then. */
  const ending = minHeap<Ban>((ban) => ban.end ?? Number.POSITIVE_INFINITY);

  function dueBy(clock: Seconds): readonly Ban[] {
    const due: Ban[] = [];
    for (let next = ending.peek(); next && endsBefore(next, clock); next = ending.peek()) {
      ending.pop();
      if (live.has(next)) due.push(next);
    }
    for (const ban of due) ending.push(ban);
    return due;
  }

  function replace(tickets: Tickets, previous: Ban | undefined, ban: Ban): void {
    if (previous) live.delete(previous);
    tickets.set(ban.jail, ban);
    if (ban.state === 'over') return;
    live.add(ban);
    if (ban.end !== null) ending.push(ban);
  }

  function keep(ban: Ban): void {
    const tickets = byIp.get(ban.ip) ?? new Map<string, Ban>();
    byIp.set(ban.ip, tickets);
    replace(tickets, tickets.get(ban.jail), { ...ban });
  }

  for (const ban of from) keep(ban);

  return {
    get: async (jail, ip) => byIp.get(ip)?.get(jail),
    ofIp: async (ip) => [...(byIp.get(ip)?.values() ?? [])],
    put: async (ban) => {
      const previous = byIp.get(ban.ip)?.get(ban.jail);
      if ((previous?.version ?? 0) !== ban.version - 1) return 'conflict';
      keep(ban);
      writtenAt.set(ban.jail, Math.max(writtenAt.get(ban.jail) ?? 0, clock()));
      return 'written';
    },
    live: async () => [...live],
    all: async () => [...byIp.values()].flatMap((tickets) => [...tickets.values()]),
    due: async (now) => dueBy(now),
    changedSince: async (time) => new Map([...writtenAt].filter(([, at]) => at > time)),
  };
}

const endsBefore = (ban: Ban, clock: Seconds): boolean => ban.end !== null && ban.end < clock;
