import { visible } from '../../../core/visible';
import type { Told } from '../account/events';
import { localTimes, MADE, untilText } from './ban';

/** An event in a line: when, what, whom, where, and what else there is to say. */
export function eventText(event: Told): string {
  const { at } = localTimes();
  const [what, whom, where, more] = partsOf(event);
  return `${at(event.time)}  ${what.padEnd(8)}  ${visible(whom).padEnd(22)}  ${visible(where).padEnd(15)}  ${more}`.trimEnd();
}

type Parts = readonly [what: string, whom: string, where: string, more: string];

function partsOf(event: Told): Parts {
  const { at } = localTimes();
  switch (event.event) {
    case 'ban': {
      const times = event.bancount === 1 ? '' : `, ${event.bancount} times so far`;
      const by = event.failures > 0 ? `${event.failures} failures` : MADE[event.origin ?? 'manual'];
      return ['Ban', event.ip, event.jail, `${by}${times}, ${untilText(event.until, at)}`];
    }
    case 'prolong':
      return ['Prolong', event.ip, event.jail, untilText(event.until, at)];
    case 'unban':
      return ['Unban', event.ip, event.jail, event.reason];
    case 'overflow':
      return ['No room', event.ip, event.edge, 'it is banned in the table, and the edge is full'];
    case 'said':
      return ['Said', event.said, event.by, event.more > 0 ? `and ${event.more} more bans` : ''];
    case 'found':
      return ['Found', event.ip, event.jail, ''];
    case 'ignored':
      return ['Ignore', event.id, event.jail, event.reason];
  }
}
