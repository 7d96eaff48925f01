/** The real proftpd of this machine, attacked on loopback; see `npm run test:daemons`. */
import type { Random } from '../../examples/story/random';
import { converse, line } from './support/converse';
import { hostileLine } from './support/hostile-bytes';
import { startProftpd } from './support/servers/proftpd';
import { type Attack, attackers, besiege } from './support/siege';

type Ports = Awaited<ReturnType<typeof startProftpd>>;

const login = (name: string, userOf: (random: Random) => Buffer, found: readonly string[]): Attack<Ports> => ({
  name,
  found,
  run: (ports, localAddress, random) => {
    const attempt = [line('USER ', userOf(random)), line('PASS ', hostileLine(random))];
    const port = random.pick([ports.syslog, ports.file]);
    return converse({
      port,
      localAddress,
      says: [line('CLNT ', hostileLine(random)), ...attempt, ...attempt, ...attempt],
    });
  },
});

describe('proftpd, attacked with hostile names', () => {
  besiege({
    start: startProftpd,
    logs: ['proftpd.log'],
    jails: [{ title: 'proftpd', jail: 'proftpd' }],
    count: attackers(0.5),
    attacks: [
      login('a name that does not exist', (random) => Buffer.concat([Buffer.from('x'), hostileLine(random)]), [
        'proftpd',
      ]),
      login('a wrong password', () => Buffer.from('nobody'), ['proftpd']),
      login('root', () => Buffer.from('root'), ['proftpd']),
      {
        name: 'commands that do not exist',
        found: [],
        run: (ports, localAddress, random) =>
          converse({
            port: ports.file,
            localAddress,
            says: [line(hostileLine(random)), line('SITE ', hostileLine(random))],
          }),
      },
    ],
  });
});
