import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { programOf, until, type Workshop } from './processes';

const SOCKET = '/dev/log';

/**
 * rsyslogd as Debian runs it, with one file for everything. Programs send to /dev/log whatever their settings: the suite needs a
 * machine, or a container, on which no syslog daemon runs.
 * @returns the path of the log.
 */
export async function startSyslog(workshop: Workshop): Promise<string> {
  if (existsSync(SOCKET)) throw new Error(`${SOCKET} exists: run this where no syslog daemon runs`);
  const log = workshop.path('syslog');
  const settings = [
    `global(workDirectory="${workshop.folder}")`,
    `module(load="imuxsock" SysSock.Name="${SOCKET}" SysSock.RateLimit.Interval="0")`,
    'module(load="builtin:omfile" Template="RSYSLOG_TraditionalFileFormat")',
    `*.* action(type="omfile" file="${log}")`,
  ];
  writeFileSync(workshop.path('rsyslog.conf'), `${settings.join('\n')}\n`);
  writeFileSync(log, '');
  const child = workshop.start(programOf('rsyslogd'), ['-n', '-iNONE', '-f', workshop.path('rsyslog.conf')]);
  child.once('exit', () => rmSync(SOCKET, { force: true }));
  await until('rsyslogd', () => existsSync(SOCKET));
  return log;
}
