import type { AppEvent } from '../../../core/event';
import type { Journal } from '../../../core/journal';
import type { EventReader, OperatorSaid, Told } from './events';

/**
 * What a reader tells, and what operators said meanwhile.
 * @param withEvents also what that did to bans: the functions' logs do not hold it
 */
export function withJournal(reader: EventReader, journal: Journal, withEvents: boolean): EventReader {
  const told = new Set<string>();
  const saidSince = async (from: number): Promise<readonly Told[]> => {
    const entries = (await journal.since(from / 1000)).filter((entry) => {
      const key = JSON.stringify(entry);
      return !told.has(key) && told.add(key);
    });
    return entries.flatMap(({ events, ...entry }) => [
      { event: 'said', ...entry } satisfies OperatorSaid,
      ...(withEvents ? (events as readonly AppEvent[]) : []),
    ]);
  };
  return {
    read: async (from, to) => {
      const [happened, said] = await Promise.all([reader.read(from, to), saidSince(from)]);
      return [...said, ...happened].sort((a, b) => a.time - b.time);
    },
    close: reader.close,
  };
}
