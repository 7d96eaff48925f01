/** A filter or action as a jail names it: `sshd[mode=aggressive]`, `iptables[type=allports][port="22"]`. */
export interface Spec {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
}

export type SpecResult =
  | { readonly kind: 'spec'; readonly spec: Spec }
  | { readonly kind: 'syntax'; readonly message: string };

const OPTION =
  /\s*([\w\-.]+(?:\?[\w\-.]+=[\w\-.]+)?)=(?:"([^"]*)"|'([^']*)'|([^,\]"'][^,\]]*|(?=,|\]|$)))(?:,|\]\s*\[|$)|,?\s*$/y;

/**
 * Reads a name and its bracket options. A value is quoted with `"` or `'` and may then hold anything but its quote, or is bare
 * and ends at `,` or `]`; several groups of brackets are one list, in which the last of equal names counts. Names are in lower
 * case, as all options are.
 */
export function parseSpec(text: string): SpecResult {
  const parts = /^([^[]+)(?:\[(.*)\])?\s*$/s.exec(text);
  if (!parts) return { kind: 'syntax', message: `'${text}' is not written as name[option=value, ...]` };
  const name = (parts[1] ?? '').trim();
  const list = parts[2] ?? '';
  const options: Record<string, string> = Object.create(null);
  for (let position = 0; position < list.length; position = OPTION.lastIndex) {
    OPTION.lastIndex = position;
    const match = OPTION.exec(list);
    if (!match)
      return { kind: 'syntax', message: `unexpected text at '${list.slice(position, position + 25)}' in [...]` };
    const [, option, double, single, bare] = match;
    if (option !== undefined) options[option.toLowerCase()] = (double ?? single ?? bare ?? '').trim();
  }
  return { kind: 'spec', spec: { name, options: { ...options } } };
}

/**
 * Splits a jail's `action`: names with their brackets, one a line as fail2ban has it; white space or a comma between them
 * does as well. Brackets may run over several lines.
 */
export function splitSpecs(text: string): readonly string[] {
  const specs: string[] = [];
  const group = /\[(?:"[^"]*"|'[^']*'|[^\]"'])*\]/y;
  const name = /[^\s,[]+/y;
  let position = skip(text, /[\s,]*/y, 0);
  while (position < text.length) {
    name.lastIndex = position;
    let end = name.test(text) ? name.lastIndex : position + 1;
    for (let next = skip(text, /\s*/y, end); text[next] === '['; next = skip(text, /\s*/y, end)) {
      group.lastIndex = next;
      end = group.test(text) ? group.lastIndex : text.length;
    }
    specs.push(text.slice(position, end));
    position = skip(text, /[\s,]*/y, end);
  }
  return specs;
}

function skip(text: string, what: RegExp, from: number): number {
  what.lastIndex = from;
  what.test(text);
  return what.lastIndex;
}
