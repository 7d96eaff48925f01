import type { EdgeRoom } from '../../core/edge';

/** Of each family, the resource with the least room left: the one that decides whether a ban holds everywhere. */
export const tightest = (rooms: readonly EdgeRoom[]): readonly EdgeRoom[] =>
  (['ipv4', 'ipv6'] as const).flatMap((family) =>
    rooms
      .filter((room) => room.family === family)
      .sort((a, b) => a.capacity - a.used - (b.capacity - b.used))
      .slice(0, 1),
  );
