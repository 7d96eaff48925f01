import { visible } from '../../../core/visible';
import { UsageError } from '../../io';
import { type EdgeSeen, pageOfAccount } from '../../report/from-account';
import { renderPage } from '../../report/html/document';
import { writePage } from '../../report/write-page';
import { parseWhen } from '../../when';
import { AccountError } from '../account/aws-failure';
import type { Action, Session } from '../answer';
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
  const place = placeOf(session.values);
  const shown = { place, ruleset: await session.rulesNow(), tickets, since: from, now };
  const page = pageOfAccount({ ...shown, ...(await edgesOf(session)) });
  writePage(file, renderPage(page, localTimes()));
  return { text: `The page is in ${visible(file)}`, json: [{ html: file, bans: page.banCount, since: from }] };
};

/** Whoever may read the table, and not the edges, gets the rest of the page. */
async function edgesOf(session: Session): Promise<{ edges: readonly EdgeSeen[]; edgesUnknown?: string }> {
  try {
    const looked = await lookAtEdges(session);
    return {
      edges: looked.map(({ config, report: seen, waiting }) => ({
        ...{ name: config.name, report: seen, waiting: waiting.map(({ cidr }) => cidr) },
      })),
    };
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    session.note(`the edges are left out of the page: ${error.message}`);
    return { edges: [], edgesUnknown: error.message };
  }
}

function placeOf({ local, table, stack }: Readonly<Record<string, unknown>>): string {
  const named = [local, table, stack].find((value) => typeof value === 'string' && value !== '');
  return typeof named === 'string' ? named : 'Fail2edge';
}
