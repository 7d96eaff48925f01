import type { Seconds } from '../../../core/ruleset';
import { grouped, type Times } from '../../print/time';
import type { BanRow, EdgeCard, Figure, JailRow, Missed, OffenderRow, Page, SparedRow } from '../page';
import { type Html, html, NOTHING } from './html';
import { bar, tableOf } from './table';

/** A part of the page under its heading. */
export const section = (title: string, note: string, body: Html): Html =>
  html`<section><h2>${title}${note === '' ? NOTHING : html` <small>${note}</small>`}</h2>
${body}
</section>
`;

const empty = (text: string): Html => html`<p class="empty">${text}</p>`;

const address = (ip: string): Html => html`<span class="mono ip">${ip}</span>`;

export function figures(list: readonly Figure[]): Html {
  const items = list.map(
    ({ label, value, note }) =>
      html`<div><dt>${label}</dt><dd class="value">${grouped(value)}</dd><dd class="note">${note}</dd></div>`,
  );
  return html`<dl class="figures">${items}</dl>`;
}

export function offenders({ offenders: rows, offenderCount, span }: Page, times: Times): Html {
  if (rows.length === 0) return section('Offenders', '', empty('Nobody failed.'));
  const most = Math.max(1, ...rows.map(({ failures }) => failures));
  const note = offenderCount > rows.length ? `the first ${rows.length} of ${grouped(offenderCount)}` : '';
  return section(
    'Offenders',
    note,
    tableOf<OffenderRow>(
      'Offenders',
      [
        { title: 'Address', kind: 'head', cell: ({ ip }) => address(ip) },
        { title: 'Failures', kind: 'n', cell: ({ failures }) => html`${grouped(failures)}${bar(failures / most)}` },
        { title: 'Bans', kind: 'n', cell: ({ bans }) => grouped(bans) },
        { title: 'Jails', cell: ({ jails }) => jails.join(', ') },
        { title: 'First', cell: ({ first }) => moment(first, span, times) },
        { title: 'Last', cell: ({ last }) => moment(last, span, times) },
        { title: 'At the end', cell: ({ inForce }) => (inForce ? html`<span class="force">banned</span>` : NOTHING) },
      ],
      rows,
    ),
  );
}

export function jails({ jails: rows }: Page): Html {
  if (rows.length === 0) return section('Jails', '', empty('No jail is enabled.'));
  return section(
    'Jails',
    '',
    tableOf<JailRow>(
      'Jails',
      [
        { title: 'Jail', kind: 'head', cell: ({ name }) => html`<strong>${name}</strong>` },
        { title: 'Bans after', cell: ({ rule }) => rule },
        { title: 'Failures', kind: 'n', cell: ({ failures }) => (failures === null ? '-' : grouped(failures)) },
        { title: 'Bans', kind: 'n', cell: ({ bans }) => grouped(bans) },
        { title: 'In force', kind: 'n', cell: ({ inForce }) => grouped(inForce) },
        { title: 'Edges', cell: ({ edges }) => edges },
      ],
      rows,
    ),
  );
}

export function bans({ bans: rows, banCount, span }: Page, times: Times): Html {
  if (rows.length === 0) return section('Bans', '', empty('Nobody was banned.'));
  const note = banCount > rows.length ? `the last ${rows.length} of ${grouped(banCount)}` : '';
  return section('Bans', note, bansTable('Bans', rows, span, times));
}

/** Bans: whom, when, why, until when, and the line that made each. */
export const bansTable = (caption: string, rows: readonly BanRow[], span: Page['span'], times: Times): Html =>
  tableOf<BanRow>(
    caption,
    [
      { title: 'Address', kind: 'head', cell: ({ ip }) => address(ip) },
      { title: 'When', cell: ({ time }) => moment(time, span, times) },
      { title: 'Jail', cell: ({ jail }) => html`<span class="t">${jail}</span>` },
      { title: 'Failures', kind: 'n', cell: ({ failures }) => grouped(failures) },
      { title: 'Ban no.', kind: 'n', cell: ({ bancount }) => grouped(bancount) },
      { title: 'Until', cell: (row) => until(row, span, times) },
      { title: 'Line', kind: 'wide', cell: lineOf },
    ],
    rows,
  );

function until({ until: end, lifted }: BanRow, span: Page['span'], times: Times): Html {
  const text = end === null ? html`for ever` : moment(end, span, times);
  return lifted === '' ? html`<span class="force">${text}</span>` : html`<span class="over">${text}, ${lifted}</span>`;
}

/** A time, with its day where that is not the first one. */
export const moment = (time: Seconds, span: Page['span'], times: Times): Html =>
  html`<span class="t">${times.near(time, span?.from ?? time)}</span>`;

const lineOf = ({ line, where }: Pick<BanRow, 'line' | 'where'>): Html =>
  line === '' ? NOTHING : html`<code class="log">${line}</code><span class="soft">${where}</span>`;

export function edges({ edges: cards, edgesUnknown }: Page): Html {
  if (edgesUnknown !== undefined) return section('Edges', '', empty(`They could not be asked: ${edgesUnknown}`));
  if (cards.length === 0) return section('Edges', '', empty('No edge: bans are recorded, nothing is closed.'));
  return section('Edges', 'where bans are in force', html`<div class="cards">${cards.map(edgeCard)}</div>`);
}

function edgeCard({ name, room, held, overflow, notices }: EdgeCard): Html {
  const rooms = room.map(({ family, used, capacity }) => {
    const share = capacity === 0 ? 0 : used / capacity;
    const family4 = family === 'ipv4' ? 'IPv4' : 'IPv6';
    return html`<div><dt>${family4}</dt><dd>${grouped(used)} of ${grouped(capacity)}</dd>${bar(share, share >= 0.9)}</div>`;
  });
  const waiting =
    overflow.length === 0
      ? []
      : [
          html`<li class="force">${grouped(overflow.length)} wait, there is no room: ${overflow.slice(0, 5).join(', ')}</li>`,
        ];
  const told = [...waiting, ...notices.map((notice) => html`<li>${notice}</li>`)];
  return html`<div class="card"><h3>${name}</h3><dl><div><dt>Holds</dt><dd>${grouped(held)}</dd></div>${rooms}</dl>${told.length === 0 ? NOTHING : html`<ul>${told}</ul>`}</div>`;
}

export function spared({ spared: rows }: Page): Html {
  if (rows.length === 0) return NOTHING;
  return section(
    'Failed, and not banned',
    '',
    tableOf<SparedRow>(
      'Failed, and not banned',
      [
        { title: 'Address', kind: 'head', cell: ({ ip }) => address(ip) },
        { title: 'Jail', cell: ({ jail }) => html`<span class="t">${jail}</span>` },
        { title: 'Failures', kind: 'n', cell: ({ failures }) => grouped(failures) },
        { title: 'Why not', cell: ({ why }) => why },
      ],
      rows,
    ),
  );
}

export function missed({ missed: found }: Page): Html {
  if (!found) return NOTHING;
  return section('What was missed', '', html`${missedWords(found)}${missedTable(found)}`);
}

const missedWords = ({ lines, suspicious }: Missed): Html =>
  suspicious === 0
    ? html`<p>No jail made anything of ${grouped(lines)} lines. None of them reads like a failure.</p>`
    : html`<p>No jail made anything of ${grouped(lines)} lines; ${grouped(suspicious)} of them name an address and read like
failures. Lines of one shape are shown once. <span class="soft">Try one with <code>fail2edge regex LOG FILTER</code>.</span></p>`;

function missedTable({ shapes }: Missed): Html {
  if (shapes.length === 0) return NOTHING;
  return tableOf(
    'Lines that were missed',
    [
      { title: 'Lines', kind: 'n', cell: ({ count }) => grouped(count) },
      { title: 'Example', kind: 'wide', cell: ({ example, where }) => lineOf({ line: example, where }) },
    ],
    shapes,
  );
}
