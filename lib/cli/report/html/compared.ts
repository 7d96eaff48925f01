import { grouped, type Times } from '../../print/time';
import type { Compared, Page } from '../page';
import { type Html, html, NOTHING } from './html';
import { bansTable, moment, section } from './sections';
import { tableOf } from './table';

/** The same log under the present configuration, beside the one that the page is of. */
export function compared({ compared: part, span }: Page, times: Times): Html {
  if (!part) return NOTHING;
  const { advice, gained, lost, gainedCount, lostCount } = part;
  const word = advice.change ? 'Recommended: change it.' : 'Recommended: leave it as it is.';
  const body = html`<p><strong>${word}</strong> ${advice.why.charAt(0).toUpperCase()}${advice.why.slice(1)}.</p>
<pre class="card mono">${part.jailLocal.map((line) => html`${line}\n`)}</pre>
${tableOf(
  'Compared',
  [
    { title: 'Counted', kind: 'head', cell: ([label]) => label },
    { title: 'As it is', kind: 'n', cell: ([, before]) => before },
    { title: 'Changed', kind: 'n', cell: ([, , after]) => after },
    { title: 'Difference', kind: 'n', cell: ([, , , change]) => change },
  ],
  part.figures,
)}
${banned('Bans gained', gained, gainedCount, { span, times })}${banned('Bans lost', lost, lostCount, { span, times })}${loggedIn(part, span, times)}`;
  return section('Changed, beside as it is', '', body);
}

interface Shown {
  readonly span: Page['span'];
  readonly times: Times;
}

function banned(title: string, rows: Compared['gained'], count: number, { span, times }: Shown): Html {
  if (rows.length === 0) return html`<h3 class="sub">No ${title.slice(0, 1).toLowerCase()}${title.slice(1)}</h3>`;
  return html`<h3 class="sub">${title}: ${grouped(count)}</h3>
${bansTable(title, rows, span, times)}`;
}

function loggedIn({ loggedIn: rows }: Compared, span: Page['span'], times: Times): Html {
  if (rows.length === 0) return html`<h3 class="sub">No banned address logged in later</h3>`;
  return html`<h3 class="sub">Banned, and logged in later</h3>
<p class="soft">Likely people who mistyped, or a password that was guessed: look.</p>
${tableOf(
  'Banned, and logged in later',
  [
    { title: 'Address', kind: 'head', cell: ({ ip }) => html`<span class="mono ip">${ip}</span>` },
    { title: 'Jail', cell: ({ jail }) => html`<span class="t">${jail}</span>` },
    { title: 'Banned', cell: (row) => moment(row.banned, span, times) },
    { title: 'Banned by', cell: ({ under }) => under },
    { title: 'Logged in', cell: ({ time }) => moment(time, span, times) },
    { title: 'As', cell: ({ user }) => user },
    { title: 'Line', cell: ({ where }) => where },
  ],
  rows,
)}`;
}
