import { type Daemon, escaped, syslog } from './daemon';

const hex = (byte: number): string =>
  byte === 0x22 ? '\\"' : byte === 0x5c ? '\\\\' : `\\x${byte.toString(16).padStart(2, '0')}`;
/** Apache escapes what a client sent, in both logs. */
const apache = (text: string): string => escaped(text, '"\\', hex);
const question = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f]/g, '?');
/** rsyslog's escape of control characters in what a program sent without any. */
const rsyslog = (text: string): string =>
  text.replaceAll(/[\u0000-\u001f\u007f]/g, (c) => `#${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
const head = (module: string, client: string): string =>
  `[Wed Nov 18 12:00:00.000000 2026] [${module}:error] [pid 25184:tid 25199] [client ${client}] `;

const one = (
  name: string,
  spec: string,
  line: (address: string, text: () => string, port: number) => string,
): Daemon => ({
  name,
  spec,
  connection: ({ address, port }, text) => ({ lines: [line(address, text, port)], certain: true }),
});

export const otherDaemons: readonly Daemon[] = [
  one('Apache, basic authentication', 'apache-auth', (address, text, port) => {
    const user = apache(text().split(':')[0] ?? '');
    return `${head('auth_basic', `${address}:${port}`)}AH01618: user ${user} not found: /${apache(text())}, referer: ${apache(text())}`;
  }),
  one(
    'Apache, an invalid path',
    'apache-overflows',
    (address, text, port) => `${head('core', `${address}:${port}`)}AH10244: invalid URI path (/${apache(text())})`,
  ),
  one(
    'Apache, a missing script',
    'apache-noscript',
    (address, text, port) =>
      `${head('php', `${address}:${port}`)}script '/srv/www/x.php' not found or unable to stat, referer: ${apache(text())}`,
  ),
  one('Apache, a scanner', 'apache-badbots', (address, text) => {
    const user = apache(text().split(':')[0] ?? '') || '-';
    return `${address} - ${user} [18/Nov/2026:12:00:00 +0000] "GET /${apache(text())} HTTP/1.1" 404 397 "${apache(text())}" "${apache(text())} sqlmap/1.7"`;
  }),
  one(
    'Apache, a file only scanners ask for',
    'apache-botsearch',
    (address, text, port) =>
      `${head('core', `${address}:${port}`)}AH00128: File does not exist: /var/www/html/wp-login.php${apache(text())}, referer: ${apache(text())}`,
  ),
  one('ModSecurity', 'apache-modsecurity', (address, text, port) => {
    const quoted = () => apache(apache(text()));
    return `${head('security2', `${address}:${port}`)}[client ${address}] ModSecurity: Access denied with code 403 (phase 2). Pattern match "x" at ARGS:${quoted()}. [file "x.conf"] [line "1"] [data "${quoted()}"] [hostname "${quoted()}"] [uri "/${quoted()}"] [unique_id "av"], referer: ${apache(text())}`;
  }),
  {
    name: 'Dropbear',
    spec: 'dropbear',
    connection: ({ address, port }, text, { number, random }) => {
      const log = (message: string) => syslog(`dropbear[${number}]`, rsyslog(message));
      const older = `Login attempt for nonexistent user '${question(text()).slice(0, 25)}' from ${address}:${port}`;
      return {
        lines: [
          log(`Child connection from ${address}:${port}`),
          log(random.pick(['Login attempt for nonexistent user', older])),
          log(`Exit before auth from <${address}:${port}>: Error reading: ${question(text())}`),
        ],
        certain: true,
      };
    },
  },
  ...['recidive', 'fail2ban'].map(
    (spec): Daemon => ({
      name: `fail2ban, what it found and whom it banned, ${spec}`,
      spec,
      connection: ({ address }, text) => {
        const at = '2026-11-18 12:00:00,388 ';
        return {
          lines: [
            `${at}fail2ban.filter         [1]: INFO    [sshd] Found ${address} - ${question(text())}`,
            `${at}fail2ban.filter         [1]: WARNING Found a match for ${question(text())} but no valid date/time found for '${question(text())}'`,
            `${at}fail2ban.actions        [1]: NOTICE  [sshd] Ban ${address}`,
          ],
          certain: true,
        };
      },
    }),
  ),
  one('Postfix, a refused mail', 'postfix', (address, text) =>
    syslog(
      'postfix/smtpd[87]',
      `NOQUEUE: reject: RCPT from unknown[${address}]: 554 5.7.1 <${question(text())}>: Relay access denied; from=<${question(text())}> to=<x> proto=ESMTP helo=<${question(text())}>`,
    ),
  ),
  one('Postfix, SASL', 'postfix[mode=auth]', (address, text) =>
    syslog(
      'postfix/smtpd[87]',
      `warning: unknown[${address}]: SASL LOGIN authentication failed: authentication failure, sasl_username=${question(text())}`,
    ),
  ),
  one('Dovecot, a login', 'dovecot', (address, text) =>
    syslog(
      'dovecot',
      `imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<${question(text())}>, method=PLAIN, rip=${address}, lip=198.51.100.1, TLS, session=<q454Xu>`,
    ),
  ),
  one('PAM, a name in ruser', 'pam-generic', (address, text) =>
    syslog(
      'vsftpd',
      rsyslog(
        `pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=${text()} rhost=${address} `,
      ),
    ),
  ),
  ...['pam-generic', 'vsftpd'].map(
    (spec): Daemon => ({
      name: `pam_sss, any name twice, ${spec}`,
      spec,
      connection: ({ address }, text) => {
        const user = rsyslog(text());
        const line = `pam_sss(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=${user} rhost=${address} user=${user}`;
        return { lines: [syslog('vsftpd', line)], certain: /^[^ ]+$/.test(user) };
      },
    }),
  ),
  one('PAM, a program that leaves ruser empty', 'pam-generic', (address, text) =>
    syslog(
      'cockpit-session[9]',
      rsyslog(
        `pam_sss(cockpit:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=${address} user=x${text()}`,
      ),
    ),
  ),
  one('vsftpd, PAM', 'vsftpd', (address, text) =>
    syslog(
      'vsftpd',
      rsyslog(
        `pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=${text()} rhost=${address} `,
      ),
    ),
  ),
  one(
    'vsftpd, its own log',
    'vsftpd',
    (address, text) => `Wed Nov 18 12:00:00 2026 [pid 104] [${question(text())}] FAIL LOGIN: Client "${address}"`,
  ),
  one('ProFTPD, a login', 'proftpd', (address, text) =>
    syslog(
      'proftpd[12]',
      `gate (unknown[${address}]): USER ${question(text())}: no such user found from unknown [${address}] to 198.51.100.1:21`,
    ),
  ),
];
