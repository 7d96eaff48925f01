import { createHash, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { opener, packet, plainPacket, type Secret, sealer } from './cipher';
import { mpint, reader, text, uint32 } from './wire';

const VERSION = 'SSH-2.0-attack';
const KEXINIT = 20;
const NEWKEYS = 21;
const ECDH_INIT = 30;
const ECDH_REPLY = 31;
const SERVICE_REQUEST = 5;
const SERVICE_ACCEPT = 6;
const USERAUTH_REQUEST = 50;
const INFO_REQUEST = 60;
const INFO_RESPONSE = 61;
const DISCONNECT = 1;

export interface Address {
  readonly port: number;
  /** Where the connection comes from. */
  readonly localAddress: string;
}

/** An SSH connection after the key exchange, on which anything can be said. */
export interface SshConnection {
  /** One attempt to log in, whatever the bytes of the name. @returns the message number of the answer; 0: it was closed. */
  readonly login: (user: Buffer, method: Buffer, details: Buffer, service?: Buffer) => Promise<number>;
  readonly disconnect: (reason: number, description: Buffer) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What `login` needs for the method `password`. */
export const passwordDetails = (password: string): Buffer => Buffer.concat([Buffer.of(0), text(password)]);

/** What `login` needs for the method `keyboard-interactive`; every question is answered wrongly. */
export const interactiveDetails: Buffer = Buffer.concat([text(''), text('')]);

const DH = 'curve25519-sha256';
const LISTS = [
  'ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-256',
  ...two('aes128-ctr'),
  ...two('hmac-sha2-256'),
  ...two('none'),
  '',
  '',
];

function two(name: string): readonly [string, string] {
  return [name, name];
}

/** @param kex the names of the key exchanges offered; a server that knows none of them tells the log. */
const kexinit = (kex: Buffer): Buffer =>
  Buffer.concat([
    Buffer.of(KEXINIT),
    Buffer.alloc(16, 7),
    text(kex),
    ...LISTS.map((list) => text(list)),
    Buffer.alloc(5),
  ]);

/** Bytes of a socket, packet by packet; undefined: the server has closed. */
function incoming(socket: Socket) {
  let bytes = Buffer.alloc(0);
  let open = true;
  let wake = () => {};
  socket.on('data', (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    wake();
  });
  socket.on('close', () => {
    open = false;
    wake();
  });
  socket.on('error', () => socket.destroy());
  return async (take: (bytes: Buffer) => { readonly payload: Buffer; readonly rest: Buffer } | undefined) => {
    for (;;) {
      const found = take(bytes);
      if (found) bytes = Buffer.from(found.rest);
      if (found || !open) return found?.payload;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

function line(bytes: Buffer) {
  const end = bytes.indexOf(0x0a);
  return end < 0 ? undefined : { payload: bytes.subarray(0, end), rest: bytes.subarray(end + 1) };
}

const closed = (socket: Socket): Promise<void> =>
  socket.destroyed ? Promise.resolve() : new Promise((resolve) => socket.once('close', () => resolve()));

/** Sends these bytes instead of SSH's greeting and waits until the server hangs up. */
export async function greet({ port, localAddress }: Address, banner: Buffer): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  socket.on('error', () => socket.destroy());
  socket.resume();
  socket.end(banner);
  await closed(socket);
}

/** @param kex offered in place of what is understood; then the answer is undefined. */
export async function connectSsh(address: Address, kex?: Buffer): Promise<SshConnection | undefined> {
  const socket = connect({ host: '127.0.0.1', ...address });
  const next = incoming(socket);
  socket.write(`${VERSION}\r\n`);
  const serverVersion = (await next(line))?.toString('latin1').trimEnd();
  const ours = kexinit(kex ?? Buffer.from(DH));
  socket.write(packet(ours, 8));
  const theirs = await next(plainPacket);
  if (!serverVersion || !theirs) return undefined;
  const pair = generateKeyPairSync('x25519');
  const ourKey = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  socket.write(packet(Buffer.concat([Buffer.of(ECDH_INIT), text(ourKey)]), 8));
  const reply = await next(plainPacket);
  if (reply?.[0] !== ECDH_REPLY) {
    socket.destroy();
    await closed(socket);
    return undefined;
  }
  const parts = reader(reply, 1);
  const [hostKey, serverKey] = [parts.text(), parts.text()];
  const shared = diffieHellman({ privateKey: pair.privateKey, publicKey: spki(serverKey) });
  const known = [VERSION, serverVersion, ours, theirs, hostKey, ourKey, serverKey].map((part) => text(part));
  const secret = {
    shared,
    hash: createHash('sha256')
      .update(Buffer.concat([...known, mpint(shared)]))
      .digest(),
  };
  socket.write(packet(Buffer.of(NEWKEYS), 8));
  await next(plainPacket);
  return speaking(socket, next, secret);
}

const SPKI_HEAD = Buffer.from('302a300506032b656e032100', 'hex');
const spki = (raw: Buffer) => createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' });

async function speaking(socket: Socket, next: ReturnType<typeof incoming>, secret: Secret): Promise<SshConnection> {
  const seal = sealer(secret, 3);
  const open = opener(secret);
  const send = (payload: Buffer) => {
    if (!socket.destroyed) socket.write(seal(payload));
  };
  const answer = async (wanted: (number: number) => boolean): Promise<number> => {
    for (;;) {
      const number = (await next(open))?.[0] ?? 0;
      if (number === 0 || wanted(number)) return number;
    }
  };
  send(Buffer.concat([Buffer.of(SERVICE_REQUEST), text('ssh-userauth')]));
  await answer((number) => number === SERVICE_ACCEPT || number === DISCONNECT);
  return {
    login: async (user, method, details, service = Buffer.from('ssh-connection')) => {
      send(Buffer.concat([Buffer.of(USERAUTH_REQUEST), text(user), text(service), text(method), details]));
      for (;;) {
        const number = await answer(
          (each) => each === DISCONNECT || each === 51 || each === 52 || each === INFO_REQUEST,
        );
        if (number !== INFO_REQUEST || method.toString() !== 'keyboard-interactive') return number;
        send(Buffer.concat([Buffer.of(INFO_RESPONSE), uint32(1), text('wrong')]));
      }
    },
    disconnect: async (reason, description) => {
      send(Buffer.concat([Buffer.of(DISCONNECT, 0, 0, 0, reason), text(description), text('')]));
      socket.end();
      await closed(socket);
    },
    close: async () => {
      socket.end();
      socket.destroySoon();
      await closed(socket);
    },
  };
}
