import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, listens, programOf, until, type Workshop } from '../processes';

const settingsOf = (port: number, { path }: Workshop): string => `listen=YES
listen_address=127.0.0.1
listen_port=${port}
background=NO
anonymous_enable=NO
local_enable=YES
pam_service_name=vsftpd
secure_chroot_dir=${path('empty')}
max_clients=200
delay_failed_login=0
xferlog_enable=YES
vsftpd_log_file=${path('vsftpd.log')}
`;

/** Starts the machine's vsftpd as Debian sets it up; it writes `vsftpd.log`, and PAM to syslog. */
export async function startVsftpd(workshop: Workshop): Promise<number> {
  const port = await freePort();
  mkdirSync(workshop.path('empty'));
  writeFileSync(workshop.path('vsftpd.conf'), settingsOf(port, workshop));
  workshop.start(programOf('vsftpd'), [workshop.path('vsftpd.conf')]);
  await until('vsftpd', () => listens(port));
  return port;
}
