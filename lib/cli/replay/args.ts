import { parseArgs } from 'node:util';
import { UsageError } from '../io';

export interface ReplayOptions {
  readonly config: string | undefined;
  readonly jail: string | undefined;
  /** IANA zone or fixed offset of lines that carry none. */
  readonly zone: string;
  /** Seconds since the epoch; undefined: the real clock. */
  readonly now: number | undefined;
  readonly json: boolean;
  readonly help: boolean;
  readonly files: readonly string[];
}

export const REPLAY_HELP = `Usage: fail2edge replay [OPTIONS] FILE...

Plays log files through the deployed handlers on an embedded account: who is banned where, when, why and until when.
Nothing leaves this machine. FILE may be gzipped, or - for standard input.

  --config DIR   a folder like /etc/fail2ban; what it lacks comes from the shipped config/ (which enables no jail)
  --jail NAME    all files go to this jail, enabled or not; else by their names: the jails' logpath and loggroup
  --tz ZONE      zone of dates that carry none, e.g. Europe/Berlin (this machine's)
  --now EPOCH    the present that dates without a year lie before (now)
  --json         one JSON object a line: found, ignored, ban, prolong, unban, overflow, summary
  -h, --help     this text
`;

/** @throws UsageError when the words are none of the above. */
export function parseReplayArgs(args: readonly string[]): ReplayOptions {
  const { values, positionals } = parse(args);
  return {
    config: values.config,
    jail: values.jail,
    zone: zoneOf(values.tz),
    now: values.now === undefined ? undefined : epochOf(values.now),
    json: values.json ?? false,
    help: values.help ?? false,
    files: positionals,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', short: 'c' },
        jail: { type: 'string' },
        tz: { type: 'string' },
        now: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
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

function epochOf(text: string): number {
  const now = Number(text);
  if (text.trim() === '' || !Number.isFinite(now)) {
    throw new UsageError(`--now ${text}: give seconds since 1970, e.g. 1763424000`);
  }
  return now;
}
