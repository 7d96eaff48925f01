import type { Random } from '../../../examples/story/random';

/** What somebody's day leaves in a log: the lines of one happening. */
type Happening = (random: Random) => readonly string[];

const at = 'Nov 18 12:00:00 gate';
const host = (random: Random): string => `203.0.113.${random.between(1, 254)}`;

const cron: Happening = (random) => {
  const tag = `${at} CRON[${random.between(300, 99_999)}]`;
  return [
    `${tag}: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)`,
    `${tag}: (root) CMD (${random.pick(['test -x /usr/sbin/anacron || run-parts /etc/cron.hourly', '/usr/local/bin/backup --quiet', 'command -v debian-sa1 > /dev/null && debian-sa1 1 1'])})`,
    `${tag}: pam_unix(cron:session): session closed for user root`,
  ];
};

const timer: Happening = (random) => {
  const unit = random.pick([
    'logrotate.service - Rotate log files',
    'apt-daily.service - Daily apt download activities',
  ]);
  return [
    `${at} systemd[1]: Starting ${unit}...`,
    `${at} systemd[1]: ${unit.split(' ')[0]}: Deactivated successfully.`,
    `${at} systemd[1]: Finished ${unit}.`,
  ];
};

const sudo: Happening = (random) => [
  `${at} sudo:    admin : TTY=pts/${random.between(0, 4)} ; PWD=/home/admin ; USER=root ; COMMAND=/usr/bin/systemctl status app-${random.between(1, 40)}`,
  `${at} sudo: pam_unix(sudo:session): session opened for user root(uid=0) by admin(uid=1000)`,
  `${at} sudo: pam_unix(sudo:session): session closed for user root`,
];

const kernel: Happening = (random) => [
  `${at} kernel: [${random.between(1, 99_999)}.${random.between(100_000, 999_999)}] veth${random.between(4096, 65_535).toString(16)}: entered promiscuous mode`,
];

const containerd: Happening = (random) => [
  `${at} containerd[811]: time="2026-11-18T12:00:00.0${random.between(1, 9)}Z" level=info msg="shim disconnected" id=${random.between(1e6, 9e6).toString(16)}`,
];

const dhcp: Happening = (random) => [
  `${at} dhclient[501]: DHCPREQUEST for 10.0.3.${random.between(2, 254)} on ens5 to 10.0.0.1 port 67`,
  `${at} dhclient[501]: DHCPACK of 10.0.3.${random.between(2, 254)} from 10.0.0.1`,
];

/** A login by key; Accepted, Received disconnect and Disconnected are lines of a session, which sshd's filter needs. */
const login: Happening = (random) => {
  const [ip, port, pid] = [host(random), random.between(1024, 65_535), random.between(300, 99_999)];
  const sshd = `${at} sshd[${pid}]`;
  return [
    `${sshd}: Accepted publickey for admin from ${ip} port ${port} ssh2: ED25519 SHA256:k7GWyTnKJYbN${pid}`,
    `${sshd}: pam_unix(sshd:session): session opened for user admin(uid=1000) by (uid=0)`,
    `${at} systemd-logind[601]: New session ${pid} of user admin.`,
    `${at} systemd[1]: Created slice user-1000.slice - User Slice of UID 1000.`,
    `${at} systemd[${pid + 3}]: pam_unix(systemd-user:session): session opened for user admin(uid=1000) by (uid=0)`,
    `${at} systemd[1]: Started session-${pid}.scope - Session ${pid} of User admin.`,
    `${sshd}: Received disconnect from ${ip} port ${port}:11: disconnected by user`,
    `${sshd}: Disconnected from user admin ${ip} port ${port}`,
    `${sshd}: pam_unix(sshd:session): session closed for user admin`,
    `${at} systemd-logind[601]: Session ${pid} logged out. Waiting for processes to exit.`,
    `${at} systemd-logind[601]: Removed session ${pid}.`,
  ];
};

const sshdStart: Happening = () => [
  `${at} sshd[900]: Server listening on 0.0.0.0 port 22.`,
  `${at} sshd[900]: Server listening on :: port 22.`,
  `${at} sshd[900]: Received signal 15; terminating.`,
];

const PATHS = ['/', '/index.html', '/assets/app.4f1c.js', '/api/v1/items?page=3', '/img/logo.svg', '/login'] as const;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

/** One request in fifty is for something that is not there. */
const access: Happening = (random) => {
  const status = random.between(1, 50) === 1 ? 404 : random.pick([200, 200, 200, 200, 200, 200, 304, 301, 206, 499]);
  return [
    `${host(random)} - - [18/Nov/2026:12:00:00 +0000] "GET ${random.pick(PATHS)} HTTP/1.1" ${status} ${random.between(0, 99_999)} "https://www.example.com/" "${AGENT}"`,
  ];
};

const NGINX = '2026/11/18 12:00:00';
const request = (random: Random): string =>
  `client: ${host(random)}, server: www.example.com, request: "GET ${random.pick(PATHS)} HTTP/1.1"`;

const error: Happening = (random) => {
  const head = (level: string) => `${NGINX} [${level}] 3084#3084: *${random.between(1, 99_999)}`;
  return [
    random.pick([
      `${head('error')} connect() failed (111: Connection refused) while connecting to upstream, ${request(random)}, upstream: "http://127.0.0.1:8080/", host: "www.example.com"`,
      `${head('error')} upstream timed out (110: Connection timed out) while reading response header from upstream, ${request(random)}, upstream: "http://127.0.0.1:8080/", host: "www.example.com"`,
      `${head('warn')} an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/1/00/0000000001, ${request(random)}`,
      `${head('info')} client ${host(random)} closed keepalive connection`,
      `${head('error')} recv() failed (104: Connection reset by peer) while reading response header from upstream, ${request(random)}`,
      `${NGINX} [notice] 3084#3084: signal 17 (SIGCHLD) received from 3091`,
      `${NGINX} [notice] 3084#3084: worker process 3091 exited with code 0`,
    ]),
  ];
};

/** Happenings by how often they are. */
const SYSLOG = [
  ...[cron, cron, cron, cron, cron, cron, cron, cron, timer, timer, timer, timer, sudo, sudo, sudo],
  ...[kernel, kernel, kernel, containerd, containerd, dhcp, login, login, sshdStart],
] as const;

const many = (happenings: readonly [Happening, ...Happening[]], random: Random, count: number): readonly string[] =>
  Array.from({ length: count }, () => random.pick(happenings)(random)).flat();

/** Logs of a quiet day: nobody fails. */
export const benign = {
  syslog: (random: Random, count: number) => many([...SYSLOG], random, count),
  sshdLogins: (random: Random, count: number) => many([login], random, count),
  nginxAccess: (random: Random, count: number) => many([access], random, count),
  nginxError: (random: Random, count: number) => many([error], random, count),
} as const;

/** A line of syslog as journald has it, through the CloudWatch agent; other lines under the name of their daemon. */
export function asJournal(line: string, daemon = 'app'): string {
  const [, hostname = 'gate', ident = daemon, pid = '1', message = line] =
    /^\w{3} [ \d]\d [\d:]{8} (\S+) ([\w./-]+)(?:\[(\d+)\])?: (.*)$/s.exec(line) ?? [];
  return JSON.stringify({ _HOSTNAME: hostname, SYSLOG_IDENTIFIER: ident, _PID: pid, MESSAGE: message });
}
