interface Entry {
  readonly _HOSTNAME?: string;
  readonly SYSLOG_IDENTIFIER?: unknown;
  readonly _PID?: string;
  readonly MESSAGE: unknown;
}

/** Every journal entry of strings whose line this is, as `host ident[pid]: MESSAGE` can be divided. */
function divisions(line: string): readonly (Entry & { readonly MESSAGE: string })[] {
  const found: (Entry & { readonly MESSAGE: string })[] = [{ MESSAGE: line }];
  const blank = line.indexOf(' ');
  if (blank > 0 && /^[\w.-]+$/.test(line.slice(0, blank))) {
    const [_HOSTNAME, rest] = [line.slice(0, blank), line.slice(blank + 1)];
    found.push({ _HOSTNAME, MESSAGE: rest }, ...named(rest).map((entry) => ({ _HOSTNAME, ...entry })));
  }
  return [...found, ...named(line)];
}

/** An identifier may hold anything, blanks and colons too. */
const named = (line: string): readonly (Entry & { readonly MESSAGE: string })[] =>
  [...line.matchAll(/: /g)].flatMap(({ index }) => {
    const MESSAGE = line.slice(index + 2);
    const head = line.slice(0, index);
    const [, ident, pid] = /^(.+)\[([^[\]]+)\]$/s.exec(head) ?? [];
    const plain = head === '' ? [] : [{ SYSLOG_IDENTIFIER: head, MESSAGE }];
    return ident === undefined || pid === undefined
      ? plain
      : [...plain, { SYSLOG_IDENTIFIER: ident, _PID: pid, MESSAGE }];
  });

const bytes = (text: string): readonly number[] => [...Buffer.from(text, 'utf8')];

const html = (json: string): string =>
  json.replace(/[<>&'`=+]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
const ascii = (json: string): string =>
  json.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The entries as one encoder or another writes them: plain, indented, in the agent's envelope, with lists of bytes. */
export function entries(line: string): readonly string[] {
  return divisions(line).flatMap((entry) => {
    const whole = { _TRANSPORT: 'syslog', ...entry };
    const message = entry.MESSAGE.replaceAll('\\n', '\n');
    const listed = [
      { ...whole, MESSAGE: bytes(message) },
      { ...whole, MESSAGE: message.split(' ') },
      ...(typeof entry.SYSLOG_IDENTIFIER === 'string'
        ? [{ ...whole, SYSLOG_IDENTIFIER: bytes(entry.SYSLOG_IDENTIFIER) }]
        : []),
    ];
    return [
      JSON.stringify(whole),
      JSON.stringify({ ...whole, MESSAGE: message }),
      html(JSON.stringify({ body: whole })),
      ascii(JSON.stringify(whole)).replaceAll('/', '\\/'),
      JSON.stringify(whole, null, 2),
      ...listed.flatMap((one) => [JSON.stringify(one), JSON.stringify(one, null, 1)]),
    ];
  });
}
