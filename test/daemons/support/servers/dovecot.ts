import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, listens, programOf, until, type Workshop } from '../processes';

export interface DovecotPorts {
  readonly imap: number;
  readonly pop3: number;
}

const settingsOf = ({ imap, pop3 }: DovecotPorts, postfixSocket: string, { path }: Workshop): string => `
base_dir = ${path('dovecot')}
state_dir = ${path('dovecot')}
protocols = imap pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_verbose = yes
auth_username_chars =
auth_failure_delay = 0
syslog_facility = mail
mail_max_userip_connections = 0
passdb {
  driver = passwd-file
  args = ${path('users')}
}
passdb {
  driver = pam
  args = dovecot
}
auth_worker_max_count = 60
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${path('mail')}
}
service imap-login {
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  inet_listener pop3 {
    port = ${pop3}
  }
  inet_listener pop3s {
    port = 0
  }
}
service auth {
  unix_listener ${postfixSocket} {
    mode = 0666
  }
}
`;

/** Starts the machine's dovecot, whose users are in a file or PAM's; it logs to syslog, and checks logins for postfix through a socket at this path. */
export async function startDovecot(workshop: Workshop, postfixSocket: string): Promise<DovecotPorts> {
  const ports = { imap: await freePort(), pop3: await freePort() };
  mkdirSync(workshop.path('dovecot'));
  writeFileSync(workshop.path('users'), 'known:{PLAIN}secret\n');
  writeFileSync(workshop.path('dovecot.conf'), settingsOf(ports, postfixSocket, workshop));
  workshop.start(programOf('dovecot'), ['-F', '-c', workshop.path('dovecot.conf')]);
  await until('dovecot', async () => (await listens(ports.imap)) && (await listens(ports.pop3)));
  return ports;
}
