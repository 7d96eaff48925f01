import { basename } from 'node:path';
import { visible } from '../../../core/visible';
import { cut, table } from '../../print/table';
import { grouped } from '../../print/time';
import type { Look } from '../people';
import type { Prepared } from '../prepare';
import type { ChangedLine, LineChanges } from './lines';

const ROWS = 20;

/** Lines in which somebody else is found, or nobody any more, or somebody for the first time. */
export function readDifferently(
  changes: LineChanges | undefined,
  { files }: Pick<Prepared, 'files'>,
  look: Look,
): readonly string[] {
  if (!changes) return [];
  const { shown, differ, alike } = changes;
  const title = `Lines read differently: ${grouped(differ)}; alike: ${grouped(alike)}`;
  if (shown.length === 0) return [look.bold(title)];
  const columns = ['AS IT IS', 'CHANGED', 'LINE'].map((name) => ({ title: name }));
  const row = ({ line, before, after }: ChangedLine) => [
    listed(before),
    listed(after),
    `${visible(basename(files[line.file]?.file ?? ''))}:${line.line} ${cut(visible(line.text), 200)}`,
  ];
  const rest = differ - Math.min(ROWS, shown.length);
  return [
    look.bold(title),
    ...table(columns, shown.slice(0, ROWS).map(row), look.width, look.dim),
    ...(rest > 0 ? [`... and ${grouped(rest)} more: --json prints up to 1,000`] : []),
  ];
}

const listed = (found: readonly string[]): string => found.map(visible).join(', ') || 'nobody';
