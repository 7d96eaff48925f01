import { housekeeping, login } from './housekeeping';
import { address, type Line, START, syslogDate } from './line';
import { type Random, seeded } from './random';

/** Names that attackers try, some of them with blanks or an address in them. */
const NAMES = [
  ...['admin', 'test', 'ubuntu', 'oracle', 'postgres', 'git', 'user', 'ftpuser', 'deploy', 'pi', 'guest', 'mysql'],
  ...[
    'support',
    'jenkins',
    'hadoop',
    'www-data',
    'minecraft',
    'backup',
    'ansible',
    'dev',
    'a b',
    'root from 192.0.2.1',
  ],
];

interface Attacker {
  readonly ip: string;
  readonly random: Random;
}

type Session = (attacker: Attacker) => readonly string[];

const port = (random: Random): number => random.between(1024, 65535);

/**
 * What sshd and PAM write for one connection, without date, host and process. Shares as in logs of exposed hosts: of a
 * hundred lines 63 match an expression of sshd and 24 are failures; of the 30 offenders in a thousand lines 12 fail five times.
 */
const SESSIONS: readonly { readonly share: number; readonly session: Session }[] = [
  { share: 0.42, session: unknownUser },
  { share: 0.3, session: rootUser },
  { share: 0.1, session: ({ ip, random }) => [`Connection closed by ${ip} port ${port(random)} [preauth]`] },
  {
    share: 0.05,
    session: ({ ip, random }) => [
      `Received disconnect from ${ip} port ${port(random)}:11: Bye Bye [preauth]`,
      `Disconnected from ${ip} port ${port(random)} [preauth]`,
    ],
  },
  {
    share: 0.05,
    session: ({ ip, random }) => [`Did not receive identification string from ${ip} port ${port(random)}`],
  },
  {
    share: 0.04,
    session: ({ ip, random }) => [
      'error: kex_exchange_identification: Connection closed by remote host',
      `Connection closed by ${ip} port ${port(random)}`,
    ],
  },
  {
    share: 0.02,
    session: ({ ip, random }) => [
      `Unable to negotiate with ${ip} port ${port(random)}: no matching key exchange method found. Their offer: ` +
        'diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1 [preauth]',
    ],
  },
  {
    share: 0.02,
    session: ({ ip, random }) => [`banner exchange: Connection from ${ip} port ${port(random)}: invalid format`],
  },
];

/** Older servers look names up: what that says matters to nobody. */
const UNRESOLVED = 'reverse mapping checking getaddrinfo for host.example.com [%s] failed.';

function unknownUser({ ip, random }: Attacker): readonly string[] {
  const name = random.pick(NAMES);
  const from = port(random);
  return [
    ...(random.chance(0.3) ? [UNRESOLVED.replace('%s', ip)] : []),
    `Invalid user ${name} from ${ip} port ${from}`,
    `input_userauth_request: invalid user ${name} [preauth]`,
    'pam_unix(sshd:auth): check pass; user unknown',
    `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip} `,
    `Failed password for invalid user ${name} from ${ip} port ${from} ssh2`,
    `Received disconnect from ${ip} port ${from}:11: Bye Bye [preauth]`,
    `Disconnected from invalid user ${name} ${ip} port ${from} [preauth]`,
  ];
}

function rootUser({ ip, random }: Attacker): readonly string[] {
  const from = port(random);
  const tries = random.between(1, 4);
  const more = tries - 1;
  return [
    `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip}  user=root`,
    ...Array<string>(tries).fill(`Failed password for root from ${ip} port ${from} ssh2`),
    `Received disconnect from ${ip} port ${from}:11:  [preauth]`,
    `Disconnected from authenticating user root ${ip} port ${from} [preauth]`,
    ...(more > 0
      ? [`PAM ${more} more authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip}  user=root`]
      : []),
  ];
}

/** Lines of one process that are still to be written. */
interface Running {
  readonly tag: string;
  readonly lines: string[];
}

/**
 * An auth.log: connections of attackers, logins and housekeeping, a few processes at a time.
 * @param attacks the share of processes that are attacks: 0.66 is an exposed host, 0.02 makes 5 % of the lines.
 */
export function authLog(length: number, attacks: number): readonly Line[] {
  const host = createHost(seeded(length + Math.round(attacks * 1000)), attacks);
  const lines: Line[] = [];
  while (lines.length < length) {
    const { seconds, said } = host.next();
    lines.push({ time: seconds * 1000, text: `${syslogDate(seconds)} web-1 ${said}` });
  }
  return lines;
}

/** Housekeeping only: nothing in it fails. */
export const quietLog = (length: number): readonly Line[] => authLog(length, 0);

/** Attackers at a time: few of them come often, most now and then. */
const CROWD = 40;

/** Three processes at a time. */
function createHost(random: Random, attacks: number) {
  const attackers = Array.from({ length: CROWD }, () => address(random));
  let pid = 1000;
  let seconds = START;
  const begin = (): Running => {
    pid = pid > 4_000_000 ? 1000 : pid + random.between(1, 3);
    return random.chance(attacks)
      ? attack(random, attackers[Math.floor(CROWD * random.next() ** 4)] ?? '', pid)
      : peaceful(random, pid);
  };
  const running = [begin(), begin(), begin()];
  const next = (): { readonly seconds: number; readonly said: string } => {
    if (random.chance(0.4)) seconds += random.between(1, 3);
    if (random.chance(0.008)) attackers.splice(random.between(0, CROWD - 1), 1, address(random));
    const place = random.between(0, 2);
    const process = running[place] as Running;
    const text = process.lines.shift() ?? '';
    if (process.lines.length === 0) running[place] = begin();
    return { seconds, said: `${process.tag}: ${text}` };
  };
  return { next };
}

function attack(random: Random, ip: string, pid: number): Running {
  const drawn = random.next();
  let upTo = 0;
  const limits = SESSIONS.map(({ share }) => {
    upTo += share;
    return upTo;
  });
  const chosen = SESSIONS[limits.findIndex((limit) => drawn < limit)] ?? SESSIONS[0];
  return { tag: `sshd[${pid}]`, lines: [...(chosen?.session({ ip, random }) ?? [])] };
}

function peaceful(random: Random, pid: number): Running {
  const { daemon, lines } = random.chance(0.15) ? login(random) : housekeeping(random);
  return { tag: daemon === 'sudo' || daemon === 'kernel' ? daemon : `${daemon}[${pid}]`, lines: [...lines] };
}
