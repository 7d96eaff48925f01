import type { Random } from '../../../examples/story/random';
import { hostile } from '../../filters/injection/tokens';
import { type Address, connectSsh, greet, interactiveDetails, passwordDetails, type SshConnection } from './ssh/client';
import { text } from './ssh/wire';

/** What an attacker does with one connection. Every one of them leaves a line that has to be found in mode `aggressive`. */
export interface SshAttack {
  readonly name: string;
  /** Whether mode `normal` finds it, too. */
  readonly login: boolean;
  readonly run: (address: Address, random: Random) => Promise<void>;
}

const PASSWORD = Buffer.from('password');

/** A hostile text, now and then with bytes that are no UTF-8, and with line feeds. A NUL is an attack of its own. */
function bytes(random: Random): Buffer {
  const raw = Buffer.from(hostile(random).replaceAll('\0', ''), 'utf8');
  const kind = random.between(0, 5);
  if (kind === 0) return Buffer.concat([Buffer.of(0xff, 0xc3, 0x28), raw]);
  if (kind === 1) return Buffer.concat([raw, Buffer.from('\nNov 18 12:00:00 gate sshd[1]: '), raw]);
  return raw;
}

async function withConnection(address: Address, act: (connection: SshConnection) => Promise<unknown>): Promise<void> {
  const connection = await connectSsh(address);
  if (!connection) throw new Error('no key exchange');
  await act(connection);
  await connection.close();
}

const login = (name: string, act: (connection: SshConnection, random: Random) => Promise<unknown>): SshAttack => ({
  name,
  login: true,
  run: (address, random) => withConnection(address, (connection) => act(connection, random)),
});

const password = passwordDetails('wrong');
const ROOT = Buffer.from('root');

export const sshAttacks: readonly SshAttack[] = [
  login('a name that does not exist', (ssh, random) => ssh.login(bytes(random), PASSWORD, password)),
  login('a name that does not exist, asked by PAM where the server has it', async (ssh, random) => {
    const name = bytes(random);
    await ssh.login(name, Buffer.from('keyboard-interactive'), interactiveDetails);
    await ssh.login(name, PASSWORD, password);
  }),
  login('a name that is refused', (ssh) => ssh.login(Buffer.from('nobody'), PASSWORD, password)),
  login('a login style after the name', (ssh, random) =>
    ssh.login(Buffer.concat([Buffer.from('nobody2:'), bytes(random)]), PASSWORD, password),
  ),
  login('root, then another name', async (ssh, random) => {
    await ssh.login(ROOT, PASSWORD, password);
    await ssh.login(bytes(random), PASSWORD, password);
  }),
  login('a name, then another service', async (ssh, random) => {
    await ssh.login(bytes(random), PASSWORD, password);
    await ssh.login(bytes(random), PASSWORD, password, bytes(random));
  }),
  login('a method that does not exist, until the server has enough', async (ssh, random) => {
    await ssh.login(ROOT, PASSWORD, password);
    for (let count = 0; count < 8; count++) if ((await ssh.login(ROOT, bytes(random), Buffer.alloc(0))) <= 1) return;
  }),
  login('a key of an algorithm that does not exist', async (ssh, random) => {
    const key = Buffer.concat([Buffer.of(0), text(bytes(random)), text(bytes(random))]);
    await ssh.login(bytes(random), Buffer.from('publickey'), key);
  }),
  {
    name: 'a name that sshd cannot read',
    login: false,
    run: (address, random) =>
      withConnection(address, (ssh) => ssh.login(Buffer.concat([bytes(random), Buffer.of(0)]), PASSWORD, password)),
  },
  {
    name: 'a parting word',
    login: false,
    run: async (address, random) => {
      const connection = await connectSsh(address);
      await connection?.disconnect(random.pick([2, 3, 11, 14]), bytes(random));
    },
  },
  { name: 'a greeting of its own', login: false, run: (address, random) => greet(address, bytes(random)) },
  {
    name: 'a key exchange that does not exist',
    login: false,
    run: async (address, random) => {
      await connectSsh(address, bytes(random));
    },
  },
];
