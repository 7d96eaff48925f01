import type { Entry } from './entry';
import type { Server } from './server';

/** One connection to sshd: who, from where, when (seconds of the day). */
export interface Visit {
  readonly at: number;
  readonly address: string;
  readonly user: string;
}

const PAM = 'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser=';

/** A wrong password for a user that exists, as OpenSSH 9.2 logs it: one failure, two seconds after the attempt. */
export function wrongPassword(on: Server, visit: Visit): readonly Entry[] {
  const { at, address, user } = visit;
  const sshd = `sshd[${on.pid(at)}]`;
  const peer = `${address} port ${on.port()}`;
  return [
    on.line(at, sshd, `${PAM} rhost=${address}  user=${user}`),
    on.line(at + 2, sshd, `Failed password for ${user} from ${peer} ssh2`),
    on.line(at + 3, sshd, `Connection closed by authenticating user ${user} ${peer} [preauth]`),
  ];
}

/** A password for a user that does not exist: two failures. */
export function unknownUser(on: Server, visit: Visit): readonly Entry[] {
  const { at, address, user } = visit;
  const sshd = `sshd[${on.pid(at)}]`;
  const peer = `${address} port ${on.port()}`;
  return [
    on.line(at, sshd, `Invalid user ${user} from ${peer}`),
    on.line(at, sshd, 'pam_unix(sshd:auth): check pass; user unknown'),
    on.line(at, sshd, `${PAM} rhost=${address} `),
    on.line(at + 2, sshd, `Failed password for invalid user ${user} from ${peer} ssh2`),
    on.line(at + 3, sshd, `Connection closed by invalid user ${user} ${peer} [preauth]`),
  ];
}

/** A login with a password, after `typos` wrong ones in the same connection. The session lasts `minutes`. */
export function login(on: Server, visit: Visit, typos: number, minutes: number): readonly Entry[] {
  const { at, address, user } = visit;
  const sshd = `sshd[${on.pid(at)}]`;
  const peer = `${address} port ${on.port()}`;
  const wrong = Array.from({ length: typos }, (_, index) => [
    on.line(at + index * 6, sshd, `${PAM} rhost=${address}  user=${user}`),
    on.line(at + index * 6 + 2, sshd, `Failed password for ${user} from ${peer} ssh2`),
  ]).flat();
  const start = at + typos * 6;
  return [
    ...wrong,
    on.line(start, sshd, `Accepted password for ${user} from ${peer} ssh2`),
    on.line(start, sshd, `pam_unix(sshd:session): session opened for user ${user}(uid=1000) by (uid=0)`),
    on.line(start + minutes * 60, sshd, `Received disconnect from ${peer}:11: disconnected by user`),
    on.line(start + minutes * 60, sshd, `Disconnected from user ${user} ${peer}`),
    on.line(start + minutes * 60, sshd, `pam_unix(sshd:session): session closed for user ${user}`),
  ];
}

/** A login by key: an automatic one, short. */
export function keyLogin(on: Server, visit: Visit): readonly Entry[] {
  const { at, address, user } = visit;
  const sshd = `sshd[${on.pid(at)}]`;
  const key = 'ED25519 SHA256:5fK0mN3zq8vB1cYd7eWxR2tUoPaSgHjL4iZnVbQkXyM';
  return [
    on.line(at, sshd, `Accepted publickey for ${user} from ${address} port ${on.port()} ssh2: ${key}`),
    on.line(at, sshd, `pam_unix(sshd:session): session opened for user ${user}(uid=1001) by (uid=0)`),
    on.line(at + 4, sshd, `pam_unix(sshd:session): session closed for user ${user}`),
  ];
}

/** A scanner that speaks something else than SSH: no failure in the normal mode. */
export function scan(on: Server, at: number, address: string): readonly Entry[] {
  const sshd = `sshd[${on.pid(at)}]`;
  return [
    on.line(at, sshd, 'error: kex_exchange_identification: client sent invalid protocol identifier "GET / HTTP/1.1"'),
    on.line(at, sshd, `banner exchange: Connection from ${address} port ${on.port()}: invalid format`),
  ];
}
