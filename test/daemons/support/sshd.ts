import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, listens, programOf, until, type Workshop } from './processes';

/** Debian's settings but for what a test on one machine needs: no limit on connections, no delay. */
const SETTINGS = [
  'ListenAddress 127.0.0.1',
  'PidFile none',
  'PasswordAuthentication yes',
  'PermitRootLogin yes',
  'DenyUsers nobody',
  'MaxStartups 2000',
  'LoginGraceTime 30',
  'SyslogFacility AUTH',
];

/**
 * Starts the machine's sshd on a port of its own; it logs to syslog.
 * @param pam as Debian sets it up; every refusal takes about two seconds.
 * @param more arguments, e.g. -e, with which it logs to standard error.
 * @returns the port.
 */
export async function startSshd(workshop: Workshop, pam: 'yes' | 'no', more: readonly string[] = []): Promise<number> {
  const program = programOf('sshd');
  const port = await freePort();
  const key = workshop.path(`host_key-${port}`);
  execFileSync(programOf('ssh-keygen'), ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  mkdirSync('/run/sshd', { recursive: true });
  const file = workshop.path(`sshd_config-${port}`);
  const asks = [`UsePAM ${pam}`, `KbdInteractiveAuthentication ${pam}`];
  const settings = [...SETTINGS, ...asks, `Port ${port}`, `HostKey ${key}`];
  // From OpenSSH 9.8 on; before, it is no setting.
  for (const more of [['PerSourcePenalties no'], []]) {
    writeFileSync(file, `${[...settings, ...more].join('\n')}\n`);
    if (accepts(program, file)) break;
  }
  workshop.start(program, ['-D', '-f', file, ...more]);
  await until('sshd', () => listens(port));
  return port;
}

function accepts(program: string, file: string): boolean {
  try {
    execFileSync(program, ['-t', '-f', file], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
