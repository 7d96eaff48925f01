import type { LineVerdict } from '../../core/finding';
import { printableJson } from './printable';

/** One line of `--json`: the failures a line of LOG makes (one at most). */
export function jsonLine(line: number, verdict: LineVerdict): string {
  if (verdict.kind !== 'failure') return `{"line":${line},"failures":[]}`;
  const { id, time, regex, groups, users, attempts } = verdict.finding;
  return printableJson({ line, failures: [{ id, time, regex, groups, users, attempts }] });
}
