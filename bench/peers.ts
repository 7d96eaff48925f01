import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from './inputs/write';
import { python } from './processes';

/** fail2ban and sshguard, where they are. */
export interface Peers {
  /** fail2ban's configuration; undefined: there is no fail2ban. */
  readonly fail2ban: string | undefined;
  readonly sshguard: string | undefined;
}

/** FAIL2BAN_ROOT: a folder a package was unpacked to; SSHG_PARSER: sshguard's sshg-parser. Else what is installed. */
export function findPeers(environment: NodeJS.ProcessEnv): Peers {
  const { FAIL2BAN_ROOT: root, SSHG_PARSER: parser } = environment;
  const config = join(root ?? '/', 'etc', 'fail2ban');
  const library = join(root ?? '/', 'usr/lib/python3/dist-packages/fail2ban');
  return {
    fail2ban: existsSync(config) && existsSync(library) ? config : undefined,
    sshguard: [parser, '/usr/libexec/sshguard/sshg-parser', '/usr/lib/sshguard/sshg-parser'].find(
      (file) => file !== undefined && existsSync(file),
    ),
  };
}

/** The present of the inputs' dates without a year: 2026-06-01. */
const NOW = '1780272000';

/** Microseconds of CPU a line. */
export function fail2banLine(input: Input, filter: string, mode: string): number {
  const { cpu, lines } = python<{ cpu: number; lines: number }>('fail2ban_lines.py', input.shortLog, filter, mode, NOW);
  return cpu / lines;
}

export const sshguardLine = (input: Input, parser: string): number =>
  python<{ cpu: number }>('cpu_of.py', input.log, parser).cpu / input.lines;
