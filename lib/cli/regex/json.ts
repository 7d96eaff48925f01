import type { LineVerdict } from '../../core/finding';
import { jsonText } from '../client/text/json';

/** One line of `--json`: the failures a line of LOG makes (one at most). */
export function jsonLine(line: number, verdict: LineVerdict): string {
  if (verdict.kind !== 'failure') return `{"line":${line},"failures":[]}\n`;
  const { id, time, regex, groups, users, attempts } = verdict.finding;
  return jsonText({ line, failures: [{ id, time, regex, groups, users, attempts }] });
}
