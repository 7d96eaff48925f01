import type { Ban } from '../../../core/ban';
import type { AppEvent } from '../../../core/event';
import type { EventReader } from './events';

/** The events of an account in a folder: what its tickets show, and how they change while somebody looks. */
export function savedEvents(ticketsNow: () => readonly Ban[]): EventReader {
  let known: ReadonlyMap<string, Ban> | undefined;
  return {
    read: async (from) => {
      const tickets = ticketsNow().filter(({ bancount }) => bancount > 0);
      const before = known;
      known = new Map(tickets.map((ban) => [JSON.stringify([ban.jail, ban.ip]), ban]));
      const events = [...known].flatMap(([key, ban]) => changeOf(before?.get(key), ban));
      return events.filter(({ time }) => before !== undefined || time * 1000 >= from).sort((a, b) => a.time - b.time);
    },
    close: () => undefined,
  };
}

/** What led from one version of a ticket to the next. */
function changeOf(before: Ban | undefined, ban: Ban): readonly AppEvent[] {
  const { jail, ip, time, failures, bancount, end: until } = ban;
  if (before?.version === ban.version) return [];
  const shared = ban.origin === 'request' || ban.origin === 'list' ? { origin: ban.origin } : {};
  const made: AppEvent = { event: 'ban', ...{ time, jail, ip, failures, bancount, until }, ...shared };
  const news = before?.bancount === bancount ? [] : [made];
  if (ban.state === 'over') {
    if (before?.state === 'over' && news.length === 0) return [];
    return [...news, { event: 'unban', time: until ?? time, jail, ip, reason: lifted(ban) }];
  }
  if (news.length > 0 || before?.end === until) return news;
  return [{ event: 'prolong', time: ban.clearedAt, jail, ip, until }];
}

/** A ban that ran its time ends by itself. */
const lifted = ({ time, bantime, end }: Ban) =>
  end !== null && bantime >= 0 && end >= time + bantime ? 'expired' : 'manual';
