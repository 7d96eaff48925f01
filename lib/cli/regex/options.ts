import { parseArgs } from 'node:util';
import type { Usedns } from '../../core/ruleset';
import { isZone } from '../../detect/dates/zone';
import { UsageError } from '../io';

/** The command line of `fail2edge regex`, in the grammar of fail2ban-regex. */
export interface RegexOptions {
  readonly log: string;
  readonly filter: string;
  readonly ignoreregex: string | null;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly usedns: Usedns | null;
  /** Zone of lines that carry none. */
  readonly tz: string | null;
  /** `--timezone`: overrides the jail's `logtimezone`. */
  readonly logtimezone: string | null;
  readonly now: number | null;
  readonly datepattern: string | null;
  readonly maxlines: number | null;
  readonly journalmatch: string | null;
  readonly out: string | null;
  readonly invert: boolean;
  readonly verbose: number;
  readonly verboseDate: boolean;
  readonly debuggex: boolean;
  readonly print: Readonly<Record<'matched' | 'missed' | 'ignored', 'all' | 'some' | 'none'>>;
}

export const USAGE = `usage: fail2edge regex [OPTIONS] LOG FILTER [IGNOREREGEX]

LOG      a file (may be gzipped), a line of text, or - for standard input
FILTER   a filter (sshd, sshd[mode=aggressive]), a path to one, a jail, jail:NAME, or an expression

  -c, --config DIR         configuration folder, laid out like /etc/fail2ban
      --json               one JSON object a line of LOG
      --usedns yes|warn|no|raw, -r, --raw
      --tz ZONE            zone of dates that carry none (default: this machine's)
      --timezone ZONE      logtimezone in place of the jail's
      --now EPOCH          the present that year-less dates lie before
  -d, --datepattern PATTERN    -L, --maxlines N    -m, --journalmatch TERMS
  -o, --out id|ip|msg|row|GROUP|'<ip> <F-USER>'    -i, --invert
  -v, --verbose            --verbosity N    --verbose-date, --VD    -D, --debuggex
      --print-all-matched  --print-all-missed  --print-all-ignored
      --print-no-missed    --print-no-ignored
`;

const FLAG = { type: 'boolean' } as const;
const TEXT = { type: 'string' } as const;

const SPEC = {
  config: { ...TEXT, short: 'c' },
  json: FLAG,
  usedns: TEXT,
  raw: { ...FLAG, short: 'r' },
  tz: TEXT,
  timezone: TEXT,
  TZ: TEXT,
  now: TEXT,
  datepattern: { ...TEXT, short: 'd' },
  maxlines: { ...TEXT, short: 'L' },
  journalmatch: { ...TEXT, short: 'm' },
  out: { ...TEXT, short: 'o' },
  invert: { ...FLAG, short: 'i' },
  verbose: { ...FLAG, short: 'v', multiple: true },
  verbosity: TEXT,
  'verbose-date': FLAG,
  VD: FLAG,
  debuggex: { ...FLAG, short: 'D' },
  'print-all-matched': FLAG,
  'print-all-missed': FLAG,
  'print-all-ignored': FLAG,
  'print-no-missed': FLAG,
  'print-no-ignored': FLAG,
  // Taken so that fail2ban-regex's command lines run; they say nothing here.
  'log-level': { ...TEXT, short: 'l' },
  encoding: { ...TEXT, short: 'e' },
  'no-check-all': FLAG,
  'log-traceback': { ...FLAG, short: 't' },
  'full-traceback': FLAG,
  help: { ...FLAG, short: 'h' },
} as const;

/** @returns `help` when it was asked for. @throws UsageError naming what is wrong. */
export function parseOptions(args: readonly string[]): RegexOptions | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'help';
  const [log, filter, ignoreregex = null] = positionals;
  if (log === undefined || filter === undefined || positionals.length > 3) {
    throw new UsageError('give LOG and FILTER, and at most an IGNOREREGEX after them');
  }
  return {
    log,
    filter,
    ignoreregex,
    config: values.config,
    json: values.json === true,
    usedns: values.raw ? 'raw' : usednsOf(values.usedns),
    tz: zoneOf('--tz', values.tz),
    logtimezone: zoneOf('--timezone', values.timezone ?? values.TZ),
    now: numberOf('--now', values.now),
    datepattern: values.datepattern ?? null,
    maxlines: linesOf(values.maxlines),
    journalmatch: values.journalmatch ?? null,
    out: values.out ?? null,
    invert: values.invert === true,
    verbose: numberOf('--verbosity', values.verbosity) ?? values.verbose?.length ?? 0,
    verboseDate: values['verbose-date'] === true || values.VD === true,
    debuggex: values.debuggex === true,
    print: {
      matched: values['print-all-matched'] ? 'all' : 'none',
      missed: shown('missed', values['print-all-missed'], values['print-no-missed']),
      ignored: shown('ignored', values['print-all-ignored'], values['print-no-ignored']),
    },
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: SPEC, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function shown(kind: string, all: boolean | undefined, none: boolean | undefined): 'all' | 'some' | 'none' {
  if (all && none) throw new UsageError(`--print-all-${kind} and --print-no-${kind} exclude each other`);
  if (all) return 'all';
  return none ? 'none' : 'some';
}

function usednsOf(text: string | undefined): Usedns | null {
  if (text === undefined || text === 'yes' || text === 'warn' || text === 'no' || text === 'raw') return text ?? null;
  throw new UsageError(`--usedns ${text}: it is yes, warn, no or raw`);
}

function zoneOf(option: string, text: string | undefined): string | null {
  if (text === undefined || isZone(text)) return text ?? null;
  throw new UsageError(`${option} ${text}: not a time zone (Europe/Berlin, UTC+0200)`);
}

function linesOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const lines = Number(text);
  if (/^\d+$/.test(text) && lines >= 1) return lines;
  throw new UsageError(`--maxlines ${text}: write a whole number, at least 1`);
}

function numberOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new UsageError(`${option} ${text}: not a number`);
}
