import type { Ban } from '../../core/ban';
import type { BanStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';
import { minHeap } from './heap';

type Tickets = Map<string, Ban>;

/**
 * Ban tickets of one process, under the same version rule as the table's. `due` costs nothing while nothing is due,
 * so that a virtual clock may ask before every line. Tickets are never purged.
 */
export function memoryBans(): BanStore {
  const byIp = new Map<string, Tickets>();
  const live = new Set<Ban>();
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

  return {
    get: async (jail, ip) => byIp.get(ip)?.get(jail),
    ofIp: async (ip) => [...(byIp.get(ip)?.values() ?? [])],
    put: async (ban) => {
      const tickets = byIp.get(ban.ip) ?? new Map<string, Ban>();
      const previous = tickets.get(ban.jail);
      if ((previous?.version ?? 0) !== ban.version - 1) return 'conflict';
      byIp.set(ban.ip, tickets);
      replace(tickets, previous, { ...ban });
      return 'written';
    },
    live: async () => [...live],
    all: async () => [...byIp.values()].flatMap((tickets) => [...tickets.values()]),
    due: async (clock) => dueBy(clock),
  };
}

const endsBefore = (ban: Ban, clock: Seconds): boolean => ban.end !== null && ban.end < clock;
