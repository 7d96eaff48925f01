import { allow, disallow } from '../../../app/operate/edits';
import { boundedDuration } from '../../../config/duration';
import { allowedAt } from '../../../core/changes';
import type { Seconds } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import { UsageError } from '../../io';
import { table } from '../../print/table';
import type { Action } from '../answer';
import { localTimes, untilText } from '../text/ban';
import { changed, ranges } from './run-time';

/** One item of the table holds the list, and every function reads it. */
const MOST = 2_000;

/** `allow add IP...`: how many are on the list that were not. */
export const allowAdd: Action = async (session, { operands, options: { expires, reason } }) => {
  const ips = ranges(operands);
  const until = untilOf(expires, (await session.account()).clock());
  const entries = ips.map((ip) => ({ ip, until, ...(typeof reason === 'string' && { reason }) }));
  const { before, after } = await changed(session, (changes, now) => {
    const added = allow(entries)(changes, now);
    if (added.allowed.length <= MOST) return added;
    throw new UsageError(`the list holds ${MOST} entries at most: write lasting ones to ignoreip in jail.local`);
  });
  const { at } = localTimes();
  for (const ip of ips) session.note(`nobody of ${ip} is banned ${untilText(until, at)}`);
  const known = new Set(before.allowed.map(({ ip }) => ip));
  const added = after.allowed.filter(({ ip }) => ips.includes(ip));
  return { text: String(added.filter(({ ip }) => !known.has(ip)).length), json: added };
};

function untilOf(expires: string | boolean | undefined, now: Seconds): Seconds | null {
  if (typeof expires !== 'string') return null;
  const seconds = boundedDuration(expires);
  if (seconds === undefined || seconds <= 0)
    throw new UsageError(`--expires ${expires}: write a time such as 8h or 2w`);
  return now + seconds;
}

/** `allow delete IP...`: how many were taken off. */
export const allowDelete: Action = async (session, { operands }) => {
  const ips = ranges(operands);
  const { before } = await changed(session, disallow(ips));
  const deleted = before.allowed.filter(({ ip }) => ips.includes(ip)).map(({ ip }) => ip);
  for (const ip of ips) if (!deleted.includes(ip)) session.note(`${ip} is not on the list; allow list shows it`);
  return { text: String(deleted.length), json: deleted.map((ip) => ({ deleted: ip })) };
};

const COLUMNS = [{ title: 'ADDRESS' }, { title: 'SINCE' }, { title: 'UNTIL' }, { title: 'WHY' }];

/** `allow list` */
export const allowList: Action = async ({ account, look }) => {
  const { changes, clock } = await account();
  const allowed = allowedAt(await changes.get(), clock());
  const { at } = localTimes();
  const rows = allowed.map(({ ip, since, until, reason = '' }) => [
    ...[ip, at(since), until === null ? 'it is deleted' : at(until), visible(reason)],
  ]);
  const empty = 'Nobody is on the list; allow add IP puts somebody there.';
  return { text: rows.length === 0 ? empty : table(COLUMNS, rows, look.width).join('\n'), json: allowed };
};
