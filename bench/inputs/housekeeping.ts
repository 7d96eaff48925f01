import type { Random } from './random';

/** What one process of a healthy host writes, without date and host. */
export interface Peaceful {
  readonly daemon: string;
  readonly lines: readonly string[];
}

/** A login by key, from its acceptance to its end. */
export function login(random: Random): Peaceful {
  const ip = `10.0.${random.between(0, 9)}.${random.between(1, 254)}`;
  const from = random.between(1024, 65535);
  const key = `RSA SHA256:${random.next().toString(36).slice(2).padEnd(43, 'Qx7')}`;
  return {
    daemon: 'sshd',
    lines: [
      `Accepted publickey for admin from ${ip} port ${from} ssh2: ${key}`,
      'pam_unix(sshd:session): session opened for user admin(uid=1000) by (uid=0)',
      `Received disconnect from ${ip} port ${from}:11: disconnected by user`,
      `Disconnected from user admin ${ip} port ${from}`,
      'pam_unix(sshd:session): session closed for user admin',
    ],
  };
}

const KINDS: readonly ((random: Random) => Peaceful)[] = [
  (random) => {
    const user = random.pick(['root', 'www-data', 'backup']);
    return {
      daemon: 'CRON',
      lines: [
        `pam_unix(cron:session): session opened for user ${user}(uid=0) by (uid=0)`,
        `pam_unix(cron:session): session closed for user ${user}`,
      ],
    };
  },
  (random) => ({
    daemon: 'sudo',
    lines: [
      `   admin : TTY=pts/${random.between(0, 4)} ; PWD=/home/admin ; USER=root ; COMMAND=/usr/bin/systemctl status app-${random.between(1, 40)}`,
      'pam_unix(sudo:session): session opened for user root(uid=0) by admin(uid=1000)',
      'pam_unix(sudo:session): session closed for user root',
    ],
  }),
  (random) => {
    const session = random.between(1, 99_999);
    return {
      daemon: 'systemd-logind',
      lines: [
        `New session ${session} of user admin.`,
        `Session ${session} logged out. Waiting for processes to exit.`,
        `Removed session ${session}.`,
      ],
    };
  },
  (random) => ({
    daemon: 'kernel',
    lines: [
      `[${random.between(1000, 9_000_000)}.${random.between(100_000, 999_999)}] veth${random.between(4096, 65535).toString(16)}: entered promiscuous mode`,
    ],
  }),
  (random) => ({
    daemon: 'containerd',
    lines: [
      `time="2026-03-01T00:00:00.${random.between(100_000, 999_999)}Z" level=info msg="shim disconnected" id=${random.next().toString(16).slice(2)}`,
    ],
  }),
  (random) => ({
    daemon: 'dhclient',
    lines: [
      `DHCPREQUEST for 10.0.${random.between(0, 9)}.${random.between(1, 254)} on ens5 to 10.0.0.1 port 67`,
      'DHCPACK of 10.0.3.7 from 10.0.0.1',
    ],
  }),
];

export const housekeeping = (random: Random): Peaceful => random.pick(KINDS)(random);
