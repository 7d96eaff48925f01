/** A column of a table for people; the text of the last one may be cut to the terminal's width. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

const GAP = '  ';

/**
 * Aligned rows under their titles, no wider than `width` characters: the last column is cut where it sticks out.
 * @param paint colours a title; the identity where there is no terminal
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: (title: string) => string = (title) => title,
): readonly string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, at) => Math.max(...[titles, ...rows].map((row) => widthOf(row[at] ?? ''))));
  const line = (cells: readonly string[]) => {
    const padded = cells.map((cell, at) => pad(cell, widths[at] ?? 0, columns[at]?.align, at === cells.length - 1));
    return cut(padded.join(GAP).trimEnd(), width);
  };
  return [paint(line(titles)), ...rows.map(line)];
}

/** Columns a text takes: code points, wide ones (CJK, emoji) two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += isWide(char.codePointAt(0) as number) ? 2 : 1;
  return width;
}

/** Unicode's East Asian Wide blocks (UAX 11), to the block. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

const isWide = (code: number): boolean => code >= 0x1100 && WIDE.some(([from, to]) => from <= code && code <= to);

function pad(cell: string, width: number, align: Column['align'], last: boolean): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(cell)));
  if (align === 'right') return spaces + cell;
  return last ? cell : cell + spaces;
}

/** The first `width` columns of a text; a cut shows as `…`. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const char of text) {
    used += widthOf(char);
    if (used > width - 1) break;
    kept += char;
  }
  return `${kept}…`;
}
