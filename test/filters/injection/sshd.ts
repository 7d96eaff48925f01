import type { Random } from '../../../examples/story/random';
import { bytesOf, type Daemon, type Details, escaped, syslog } from './daemon';
import type { Peer } from './tokens';

const octal = (byte: number): string => (byte === 0x5c ? '\\\\' : `\\${byte.toString(8).padStart(3, '0')}`);

/** vis(3) as OpenSSH calls it (VIS_CSTYLE, VIS_NL, VIS_TAB, VIS_OCTAL): one line, ASCII. */
const vis = (text: string): string => escaped(text, '\\', octal);

/** The first `length` bytes, as C's `%.100s` takes them; a cut character becomes a replacement. */
const first = (text: string, length: number): string => bytesOf(text).subarray(0, length).toString('latin1');

/** A line of sshd: escaped, then cut at 500 characters. Latin-1 stands for bytes. */
function sshd(pid: number, message: string): string {
  const text = vis(Buffer.from(message, 'latin1').toString('utf8'));
  return syslog(`sshd[${pid}]`, text.slice(0, 500));
}

/** The unprivileged process escapes first, the monitor that logs for it once more. */
const preauth = (pid: number, message: string): string =>
  sshd(pid, `${vis(Buffer.from(message, 'latin1').toString('utf8'))} [preauth]`);

/** sshd takes what follows a colon for the login style, and C ends a text at NUL. */
const nameOf = (text: string): string => text.split(/[:\0]/)[0] ?? '';

/** A name whose escapes push the address to where the message is cut. */
const long = (random: Random): string => '\u0001'.repeat(random.between(70, 100)) + 'a'.repeat(random.between(0, 9));

function unknownUser({ address, port }: Peer, text: () => string, { number, random }: Details) {
  const name = random.between(0, 2) === 0 ? long(random) : nameOf(text());
  const user = first(name, 100);
  const whole = first(name, 187);
  const method = random.pick(['password', 'keyboard-interactive/pam', 'none', 'publickey']);
  const key = method === 'publickey' ? ': RSA SHA256:9cAl0u0tPx5NkUfYkcGdYy6v0D3nqg4' : '';
  const other = first(nameOf(text()), 80);
  return [
    sshd(number, `Invalid user ${user} from ${address} port ${port}`),
    sshd(number, `error: PAM: Authentication failure for illegal user ${user} from ${address}`),
    sshd(
      number,
      `error: PAM: User not known to the underlying authentication module for illegal user ${user} from ${address}`,
    ),
    sshd(number, `Failed ${method} for invalid user ${user} from ${address} port ${port} ssh2${key}`),
    preauth(
      number,
      `error: maximum authentication attempts exceeded for invalid user ${user} from ${address} port ${port} ssh2`,
    ),
    preauth(
      number,
      `Disconnecting invalid user ${whole} ${address} port ${port}: Change of username or service not allowed: (${whole},ssh) -> (${other},${first(text(), 60)})`,
    ),
    preauth(number, `Connection closed by invalid user ${whole} ${address} port ${port}`),
  ];
}

function knownUser({ address, port }: Peer, text: () => string, { number }: Details) {
  const [client, host, reason] = [first(text(), 100), first(text(), 100), first(text(), 400)];
  const info = `RSA SHA256:9cAl, client user "${client}", client host "${host}"`;
  return [
    sshd(number, `Failed hostbased for root from ${address} port ${port} ssh2: ${info}`),
    preauth(number, `Received disconnect from ${address} port ${port}:11: ${reason}`),
    preauth(number, `Disconnected from authenticating user root ${address} port ${port}`),
  ];
}

function noUser({ address, port }: Peer, text: () => string, { number }: Details) {
  const banner = first(text(), 200);
  return [
    sshd(number, `Bad protocol version identification '${banner}' from ${address} port ${port}`),
    sshd(number, `error: kex_exchange_identification: client sent invalid protocol identifier "${banner}"`),
    sshd(number, `banner exchange: Connection from ${address} port ${port}: invalid format`),
    preauth(
      number,
      `Unable to negotiate with ${address} port ${port}: no matching cipher found. Their offer: ${first(text(), 300)}`,
    ),
  ];
}

const sshdWith = (name: string, spec: string, lines: typeof unknownUser): Daemon => ({
  name,
  spec,
  connection: (peer, text, details) => ({ lines: lines(peer, text, details), certain: true }),
});

/** The same lines on standard error; their line feeds stay, and are left out here: with them any line can be forged. */
const bare =
  (lines: typeof unknownUser): typeof unknownUser =>
  (...connection) =>
    lines(...connection).map((line) => line.replace(/^.*?sshd\[\d+\]: /, ''));

export const sshDaemons: readonly Daemon[] = [
  sshdWith('sshd, a user that does not exist', 'sshd', unknownUser),
  sshdWith('sshd, a user that does not exist, aggressive', 'sshd[mode=aggressive]', unknownUser),
  sshdWith('sshd, a user that exists', 'sshd[mode=aggressive]', knownUser),
  sshdWith('sshd, no user', 'sshd[mode=aggressive]', noUser),
  sshdWith('sshd -e, a user that does not exist', 'sshd[logtype=bare]', bare(unknownUser)),
  sshdWith('sshd -e, a user that exists', 'sshd[logtype=bare, mode=aggressive]', bare(knownUser)),
];
