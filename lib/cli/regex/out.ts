import type { Finding } from '../../core/finding';
import { pythonText } from '../../detect/groups';
import { printable } from './printable';

/** The lines `--out FORMAT` prints for a failure. */
export type Format = (finding: Finding) => readonly string[];

/**
 * `id`, `ip`, `msg` (the matched lines), `row`, the name of a group, or a text with tags such as `<ip> <F-USER>`.
 * A tag nothing is known of is empty, as in fail2ban's actions.
 */
export function outFormat(format: string): Format {
  const raw = formatted(format);
  return (finding) => raw(finding).map(printable);
}

function formatted(format: string): Format {
  if (format === 'id' || format === 'fid') return ({ id }) => [id];
  if (format === 'ip') return (finding) => [ipOf(finding)];
  if (format === 'msg') return ({ matches }) => matches;
  if (format === 'row') return (finding) => [row(finding)];
  if (!format.includes('<')) return (finding) => [fieldOf(finding, format) ?? 'None'];
  return (finding) => {
    const lines = format.includes('<msg>') ? finding.matches : [''];
    return lines.map((line) => format.replace(/<([A-Za-z][\w-]*)>/g, (_, tag: string) => tagOf(finding, tag, line)));
  };
}

const ipOf = ({ id, groups }: Finding): string => groups.ip ?? id;

/** As fail2ban-regex prints it, in Python's notation: the id, the time, and what is known of the failure. */
function row({ id, time, groups, users }: Finding): string {
  const known = Object.entries(groups).map(([name, text]) => `${pythonText(name)}: ${pythonText(text)}`);
  const named = users.length === 0 ? [] : [`'users': {${users.map(pythonText).join(', ')}}`];
  const seconds = Number.isInteger(time) ? `${time}.0` : String(time);
  return `[${pythonText(id)},\t${seconds},\t{${[...known, ...named].join(', ')}}],`;
}

function tagOf(finding: Finding, tag: string, line: string): string {
  if (tag === 'msg') return line;
  const group = /^F-(.+)$/.exec(tag)?.[1];
  return (group === undefined ? fieldOf(finding, tag) : groupIn(finding, group)) ?? '';
}

function groupIn({ groups }: Finding, name: string): string | undefined {
  const lower = name.toLowerCase();
  return groups[{ id: 'fid', port: 'fport' }[lower] ?? lower];
}

function fieldOf(finding: Finding, name: string): string | undefined {
  const known: Readonly<Record<string, () => string>> = {
    id: () => finding.id,
    fid: () => finding.id,
    ip: () => ipOf(finding),
    host: () => finding.id,
    time: () => String(finding.time),
    failures: () => String(finding.attempts),
    attempts: () => String(finding.attempts),
    matches: () => finding.matches.join('\n'),
    users: () => finding.users.join(' '),
    family: () => (finding.kind === 'ip6' ? 'inet6' : 'inet4'),
  };
  return Object.hasOwn(finding.groups, name) ? finding.groups[name] : known[name]?.();
}
