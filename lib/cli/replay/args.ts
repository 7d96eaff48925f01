import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../io';
import { type OptionSpec, optionLines } from '../options';
import { type LogsWanted, logsWanted } from './logs-args';
import { REPLAY_OPTIONS, type ReplayOption } from './options';

export interface ReplayOptions {
  readonly config: string | undefined;
  readonly jail: string | undefined;
  /** `JAIL.OPTION=VALUE`, as typed. */
  readonly set: readonly string[];
  /** Also without `set`, and what differs. */
  readonly against: boolean;
  /** undefined: no log group is read. */
  readonly logs: LogsWanted | undefined;
  /** Where the page is written. */
  readonly html: string | undefined;
  /** Where the account is kept. */
  readonly save: string | undefined;
  /** IANA zone or fixed offset of lines that carry none. */
  readonly zone: string;
  /** Seconds since the epoch; undefined: the real clock. */
  readonly now: number | undefined;
  readonly json: boolean;
  readonly help: boolean;
  readonly files: readonly string[];
}

export const REPLAY_HELP = `Usage: fail2edge replay [OPTIONS] FILE...
       fail2edge replay [OPTIONS] --logs GROUP [--since WHEN] [--until WHEN]

Plays logs through the deployed handlers on an embedded account: who is banned where, when, why and until when.
Nothing leaves this machine; --logs only reads. FILE may be gzipped, or - for standard input.

${optionLines(REPLAY_OPTIONS).join('\n')}
`;

type Values = Readonly<Partial<Record<ReplayOption, string | boolean | readonly string[]>>>;

/** @param clock seconds since the epoch. @throws UsageError when the words are none of the above. */
export function parseReplayArgs(args: readonly string[], clock: number): ReplayOptions {
  const { values, positionals } = parse(args);
  const text = (name: ReplayOption): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const texts = (name: ReplayOption): readonly string[] => {
    const value = values[name];
    return Array.isArray(value) ? value : [];
  };
  const options: ReplayOptions = {
    ...{ config: text('config'), jail: text('jail'), set: texts('set'), html: text('html') },
    save: text('save'),
    ...{ against: values.against === true, json: values.json === true, help: values.help === true },
    logs: logsWanted({ groups: texts('logs'), text, clock }),
    zone: zoneOf(text('tz')),
    now: epochOf(text('now')),
    files: positionals,
  };
  if (options.against && options.set.length === 0 && !options.help) {
    throw new UsageError('--against: say what to change, e.g. --set sshd.maxretry=3 --against');
  }
  return options;
}

function parse(args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const { name, short, value, many } of REPLAY_OPTIONS as readonly OptionSpec[]) {
    const type = value === undefined ? 'boolean' : 'string';
    options[name] = { type, multiple: many === true, ...(short !== undefined && { short }) };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    return { values: values as Values, positionals };
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}; see fail2edge replay --help`, { cause });
  }
}

function zoneOf(name: string | undefined): string {
  const zone = name ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    throw new UsageError(`--tz ${zone}: no such time zone; give an IANA name such as Europe/Berlin or UTC`);
  }
}

function epochOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const now = Number(text);
  if (text.trim() === '' || !Number.isFinite(now)) {
    throw new UsageError(`--now ${text}: give seconds since 1970, e.g. 1763424000`);
  }
  return now;
}
