import { visible } from '../../core/visible';
import type { Block } from './block';
import { fold } from './fold';
import { withoutLinks } from './visible';

/** The report as plain text: lines of harmless characters, none over 900 octets, LF between them. */
export function printText(blocks: readonly Block[]): string {
  const lines = blocks.flatMap((block) => [...linesOf(block), '']);
  return lines.flatMap((line) => fold(line)).join('\n');
}

const safe = (text: string): string => withoutLinks(visible(text));

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [`== ${safe(block.text)}`];
    case 'paragraph':
      return [safe(block.text)];
    case 'facts':
      return columns(block.facts.map(([label, value]) => [`${label}:`, value]));
    case 'table':
      return columns([block.head, ...block.rows]);
    case 'listing':
      return block.lines.map((line) => `  ${safe(line)}`);
  }
}

/** A column is as wide as its widest cell, but no wider than this. */
const COLUMN = 45;

function columns(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(safe));
  const width = (index: number) =>
    cells.reduce((widest, row) => Math.max(widest, Math.min(COLUMN, row[index]?.length ?? 0)), 0);
  const widths = (cells[0] ?? []).map((_, index) => width(index));
  return cells.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
