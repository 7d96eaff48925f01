import type { Row } from './figures';

const WORDS = { aim: 'aim', must: 'must', missed: 'MISSED', measured: '', absent: 'not installed' } as const;

/** The figures as one table, in Markdown, so that it can be kept. */
export function printTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.figure,
    bound(row, row.must),
    bound(row, row.aim),
    row.measured === null ? '-' : `${number(row.measured)} ${row.unit}${spread(row)}`,
    WORDS[row.verdict],
  ]);
  const table = [['figure', 'must', 'aim', 'measured', 'verdict'], ...cells];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const lines = table.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  lines.splice(1, 0, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  return `${lines.join('\n')}\n`;
}

function bound({ better }: Row, value: number | null): string {
  if (value === null) return '';
  return `${better === 'more' ? '>=' : '<='} ${value}`;
}

const spread = ({ lowest, highest }: Row): string =>
  lowest === null || highest === null || lowest === highest ? '' : ` [${number(lowest)}-${number(highest)}]`;

function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toPrecision(Math.abs(value) >= 1 ? 3 : 2);
}
