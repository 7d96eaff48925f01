import { visible } from '../../../core/visible';
import { UsageError } from '../../io';
import { pageOfAccount } from '../../report/from-account';
import { renderPage } from '../../report/html/document';
import { writePage } from '../../report/write-page';
import { parseWhen } from '../../when';
import type { Action } from '../answer';
import { localTimes } from '../text/ban';
import { lookAtEdges } from './edges';

const WEEK = '7d';

/** `report --html FILE`: the account as a page. */
export const report: Action = async (session, { options: { html: file, since = WEEK } }) => {
  if (typeof file !== 'string' || file === '')
    throw new UsageError('report: say where to write it: report --html FILE');
  const { bans, clock } = await session.account();
  const now = clock();
  const from = parseWhen(String(since), now);
  if (from === undefined || from >= now) {
    throw new UsageError(`--since ${since}: a time back such as 24h, a date such as 2026-11-18, or seconds since 1970`);
  }
  const tickets = await bans.all();
  session.compare(tickets);
  const edges = (await lookAtEdges(session)).map(({ config, report: seen, waiting }) => ({
    ...{ name: config.name, report: seen, waiting: waiting.map(({ cidr }) => cidr) },
  }));
  const place = placeOf(session.values);
  const page = pageOfAccount({ place, ruleset: await session.rulesNow(), tickets, edges, since: from, now });
  writePage(file, renderPage(page, localTimes()));
  return { text: `The page is in ${visible(file)}`, json: [{ html: file, bans: page.banCount, since: from }] };
};

function placeOf({ local, table, stack }: Readonly<Record<string, unknown>>): string {
  const named = [local, table, stack].find((value) => typeof value === 'string' && value !== '');
  return typeof named === 'string' ? named : 'Fail2edge';
}
