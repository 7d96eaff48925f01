/** Three failed passwords of one connection, as sshd writes them through syslog. */
export const failedPasswords = (ip: string, host: string, times = 3): readonly string[] =>
  Array.from(
    { length: times },
    (_, n) =>
      `${syslogDate(new Date())} ${host} sshd[${4000 + n}]: Failed password for root from ${ip} port ${50_000 + n} ssh2`,
  );

/** Three requests with a user that the password file does not know, as nginx writes them. */
export const unknownUsers = (ip: string): readonly string[] =>
  [1, 2, 3].map(
    (n) =>
      `${nginxDate(new Date())} [error] 30#30: *${n} user "admin" was not found in "/etc/nginx/.htpasswd", ` +
      `client: ${ip}, server: www.example.com, request: "GET /admin/ HTTP/1.1", host: "www.example.com"`,
  );

const syslogDate = (time: Date): string => {
  const [, day, month, , clock] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(time.toUTCString()) ?? [];
  return `${month} ${day?.replace(/^0/, ' ')} ${clock}`;
};

const nginxDate = (time: Date): string => time.toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');
