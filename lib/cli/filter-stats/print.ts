import type { ExpressionVerdict } from '../../core/ruleset';
import { visible } from '../../core/visible';
import { table } from '../print/table';
import type { StatedExpression } from './expressions';

interface Page {
  readonly width: number;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

const VERDICTS: readonly ExpressionVerdict[] = ['linear', 'bounded', 'deadline'];

/** For people: a table a filter, and the sum of all. */
export function printStats(all: readonly StatedExpression[], page: Page): string {
  const filters = [...new Set(all.map(({ filter }) => filter))];
  const tables = filters.flatMap((filter) =>
    printFilter(
      filter,
      all.filter((each) => each.filter === filter),
      page,
    ),
  );
  return [...tables, page.bold(`${counted(filters.length, 'filter')}: ${countsOf(all)}`), ''].join('\n');
}

function printFilter(name: string, list: readonly StatedExpression[], { width, bold, dim }: Page): readonly string[] {
  const columns = ['VERDICT', 'WHAT', 'WITH', 'REASON', 'EXPRESSION'].map((title) => ({ title }));
  const rows = list.map(({ verdict, kind, options, reason, source }) => [
    verdict,
    kind,
    options,
    reason,
    visible(source),
  ]);
  return [bold(`${visible(name)}: ${countsOf(list)}`), ...table(columns, rows, width, dim), ''];
}

function countsOf(list: readonly StatedExpression[]): string {
  const counts = VERDICTS.map((verdict) => [verdict, list.filter((each) => each.verdict === verdict).length] as const);
  const parts = counts.filter(([, count]) => count > 0).map(([verdict, count]) => `${count} ${verdict}`);
  return `${counted(list.length, 'expression')}${parts.length > 0 ? `, ${parts.join(', ')}` : ''}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
