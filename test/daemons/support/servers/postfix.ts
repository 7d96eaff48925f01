import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, listens, programOf, until, type Workshop } from '../processes';

/** Asks nobody: no lookups of names, no mail leaves. */
const settingsOf = (socket: string, { path }: Workshop): string => `
compatibility_level = 3.6
queue_directory = ${path('spool')}
data_directory = ${path('data')}
mail_owner = postfix
myhostname = gate.example.com
mydestination = example.com
mynetworks = 192.0.2.250/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
disable_dns_lookups = yes
default_transport = error:nothing leaves
alias_maps =
local_recipient_maps = inline:{ known=known }
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${socket}
smtpd_helo_required = yes
smtpd_relay_restrictions = reject_unauth_destination
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 100
smtpd_hard_error_limit = 5
smtpd_delay_reject = yes
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
anvil_rate_time_unit = 60s
`;

const master = (port: number): string => `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
error unix - - n - - error
postlog unix-dgram n - n - 1 postlogd
`;

/** Starts the machine's postfix; it logs to syslog, and asks dovecot at this socket, below its queue, about logins. */
export async function startPostfix(workshop: Workshop, socket: string): Promise<number> {
  const port = await freePort();
  const folder = workshop.path('postfix');
  for (const each of ['postfix', 'data', 'spool']) mkdirSync(workshop.path(each), { recursive: true });
  execFileSync('chown', ['postfix', workshop.path('data')]);
  writeFileSync(workshop.path('postfix/main.cf'), settingsOf(socket, workshop));
  writeFileSync(workshop.path('postfix/master.cf'), master(port));
  workshop.start(programOf('postfix'), ['-c', folder, 'start-fg']);
  workshop.atEnd(() => execFileSync(programOf('postfix'), ['-c', folder, 'stop'], { stdio: 'ignore' }));
  await until('postfix', () => listens(port));
  return port;
}
