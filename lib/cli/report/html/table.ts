import { type Html, html } from './html';

/** A column: its heading, and a row's cell in it. */
export interface Column<T> {
  readonly title: string;
  /** `n`: a number. `head`: what the row is about. `wide`: a text that may be long. */
  readonly kind?: 'n' | 'head' | 'wide';
  readonly cell: (row: T) => Html | string | number;
}

/** A table that becomes a list of blocks on a phone: each cell carries its column's heading. */
export function tableOf<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[]): Html {
  const heads = columns.map(({ title, kind = '' }) => html`<th scope="col" class="${kind}">${title}</th>`);
  const body = rows.map((row) => {
    const cells = columns.map(
      ({ title, kind = '', cell }) => html`<td class="${kind}" data-label="${title}">${cell(row)}</td>`,
    );
    return html`<tr>${cells}</tr>\n`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table></div>`;
}

/** A bar in a cell: how much of the whole, from 0 to 1. */
export function bar(share: number, full = false): Html {
  const width = Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10;
  const kind = full ? 'part full' : 'part';
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="4"/><rect class="${kind}" width="${width}" height="4"/></svg>`;
}
