import { visible } from '../../../core/visible';

/** A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** One cell of a stranger's text: no control character, no formula, quoted where RFC 4180 asks for it. */
export function csvText(text: string): string {
  const seen = visible(text);
  const harmless = FORMULA.test(seen.trimStart()) || FORMULA.test(seen) ? `'${seen}` : seen;
  return /[",\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows below their titles; numbers are written as they are. */
export const csv = (titles: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [titles, ...rows]
    .map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : csvText(cell))).join(','))
    .join('\n');
