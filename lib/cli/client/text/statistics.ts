import { widthOf } from '../../print/table';

/** A jail's row: failures and bans, now and in all. */
export interface Counts {
  readonly jail: string;
  readonly backend: string;
  readonly filter: readonly [current: string, total: string];
  readonly actions: readonly [current: string, total: string];
}

/** fail2ban's least widths of names and of figures. */
const NAME = 8;
const FIGURE = 3;

/** The table of `fail2ban-client statistics`. */
export function statistics(rows: readonly Counts[]): string {
  if (rows.length === 0) return 'No jails found.';
  const widest = (least: number, cell: (row: Counts) => string) =>
    Math.max(least, ...rows.map((row) => widthOf(cell(row))));
  const figures = (of: (row: Counts) => Counts['filter']) =>
    [widest(FIGURE, (row) => of(row)[0]), widest(FIGURE, (row) => of(row)[1])] as const;
  const filter = figures((row) => row.filter);
  const actions = figures((row) => row.actions);
  const pair = ([a, b]: readonly [string, string], [left, right]: readonly [number, number]) =>
    `${a.padStart(left)} │ ${b.padStart(right)}`;
  const widths = [
    widest(NAME, ({ jail }) => jail),
    widest(NAME, ({ backend }) => backend),
    ...[filter, actions].map(both),
  ];
  const line = (cells: readonly string[]) => ` ${cells.map((cell, at) => padded(cell, widths[at] ?? 0)).join(' ║ ')}`;
  const rule = (cross: string) => `═${widths.map((width) => '═'.repeat(width)).join(`═${cross}═`)}═`;
  const below = [filter, actions].map((one) => '─'.repeat(both(one))).join('─╫─');
  return [
    line(['', '', 'Filter', 'Actions']),
    `${line(['Jail', 'Backend'])} ╟─${below}─`,
    line(['', '', pair(['cur', 'tot'], filter), pair(['cur', 'tot'], actions)]),
    rule('╬'),
    ...rows.map((row) => line([row.jail, row.backend, pair(row.filter, filter), pair(row.actions, actions)])),
    rule('╩'),
  ].join('\n');
}

/** Two figures with what stands between them. */
const both = ([left, right]: readonly [number, number]): number => left + right + 3;

const padded = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
