import type { Ban } from '../../core/ban';
import type { BanStore } from '../../core/ports';
import type { Seconds } from '../../core/ruleset';

/** A ticket, and whether it was remembered: the stored one may be newer then. */
export interface SeenTicket {
  readonly ban: Ban | undefined;
  readonly remembered: boolean;
}

/**
 * Tickets as this instance saw them last: whoever goes on attacking is decided on without reading his ticket each time.
 * That is safe because it can only be too old. What was cleared or prolonged since makes fewer failures count, so an old
 * ticket leads to a write where none is due, never the other way; the write asks for the version it was decided on, finds
 * another, and everything is decided anew on what is stored.
 */
export interface Tickets {
  see(jail: string, ip: string): Promise<SeenTicket>;
  /** Reads it anew, whatever is remembered. */
  read(jail: string, ip: string): Promise<SeenTicket>;
  put(ban: Ban, expiresAt: Seconds | null): Promise<'written' | 'conflict'>;
}

/** Tickets remembered; then the one that was put aside longest ago goes. */
const MOST = 10_000;

export function createTickets(bans: Pick<BanStore, 'get' | 'put'>): Tickets {
  const known = new Map<string, Ban>();
  const nameOf = (jail: string, ip: string): string => `${jail}\n${ip}`;
  const remember = (ban: Ban): void => {
    const name = nameOf(ban.jail, ban.ip);
    known.delete(name);
    known.set(name, ban);
    const oldest = known.size > MOST ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
  };
  const read = async (jail: string, ip: string): Promise<SeenTicket> => {
    known.delete(nameOf(jail, ip));
    const ban = await bans.get(jail, ip);
    if (ban) remember(ban);
    return { ban, remembered: false };
  };
  return {
    see: async (jail, ip) => {
      const ban = known.get(nameOf(jail, ip));
      return ban ? { ban, remembered: true } : read(jail, ip);
    },
    read,
    put: async (ban, expiresAt) => {
      // Should the answer be lost, nobody knows what is stored.
      known.delete(nameOf(ban.jail, ban.ip));
      const outcome = await bans.put(ban, expiresAt);
      if (outcome === 'written') remember(ban);
      return outcome;
    },
  };
}
