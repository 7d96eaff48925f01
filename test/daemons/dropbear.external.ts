/** The real dropbear of this machine, attacked on loopback; see `npm run test:daemons`. */
import type { Random } from '../../examples/story/random';
import { hostileLine } from './support/hostile-bytes';
import { startDropbear } from './support/servers/dropbear';
import { type Attack, attackers, besiege } from './support/siege';
import { connectSsh, greet, passwordDetails, type SshConnection } from './support/ssh/client';

const PASSWORD = Buffer.from('password');
const password = passwordDetails('wrong');

const attack = (name: string, act: (ssh: SshConnection, random: Random) => Promise<unknown>): Attack<number> => ({
  name,
  found: ['dropbear'],
  run: async (port, localAddress, random) => {
    const ssh = await connectSsh({ port, localAddress });
    if (!ssh) throw new Error('no key exchange');
    await act(ssh, random);
    await ssh.close();
  },
});

/** Dropbear refuses longer names without a word. */
const LONGEST_NAME = 25;

describe('dropbear, attacked with hostile names', () => {
  besiege({
    start: startDropbear,
    jails: [{ title: 'dropbear', jail: 'dropbear' }],
    count: attackers(0.25),
    at: 8,
    outspoken: false,
    attacks: [
      attack('a name that does not exist', (ssh, random) =>
        ssh.login(hostileLine(random).subarray(0, LONGEST_NAME), PASSWORD, password),
      ),
      attack('a wrong password', (ssh) => ssh.login(Buffer.from('root'), PASSWORD, password)),
      attack('root, until the server has enough', async (ssh, random) => {
        for (let time = 0; time < 8; time++)
          if ((await ssh.login(Buffer.from('root'), PASSWORD, password)) <= 1) return;
        await ssh.login(hostileLine(random), PASSWORD, password);
      }),
      {
        name: 'a greeting of its own',
        found: [],
        run: (port, localAddress, random) => greet({ port, localAddress }, hostileLine(random)),
      },
    ],
  });
});
