import { writeFileSync } from 'node:fs';
import { freePort, listens, programOf, until, type Workshop } from '../processes';

/** ProFTPD's two ways to log, each with a server of its own. */
export interface FtpPorts {
  readonly syslog: number;
  readonly file: number;
}

const settingsOf = (name: string, port: number, { path }: Workshop): string => `
ServerName test
ServerType standalone
DefaultAddress 127.0.0.1
UseIPv6 off
Port ${port}
User nobody
Group nogroup
PidFile ${path(`${name}.pid`)}
ScoreboardFile ${path(`${name}.scoreboard`)}
DelayTable none
TransferLog NONE
WtmpLog off
UseReverseDNS off
AuthOrder mod_auth_unix.c
MaxLoginAttempts 3
MaxInstances 100
${name === 'file' ? `SystemLog ${path('proftpd.log')}` : ''}
`;

/** Starts the machine's proftpd twice; one writes `proftpd.log` itself. */
export async function startProftpd(workshop: Workshop): Promise<FtpPorts> {
  const start = async (name: string): Promise<number> => {
    const port = await freePort();
    const file = workshop.path(`proftpd-${name}.conf`);
    writeFileSync(file, settingsOf(name, port, workshop));
    workshop.start(programOf('proftpd'), ['-n', '-q', '-c', file]);
    await until('proftpd', () => listens(port));
    return port;
  };
  return { syslog: await start('syslog'), file: await start('file') };
}
