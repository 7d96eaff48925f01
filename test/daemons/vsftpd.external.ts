/** The real vsftpd of this machine, attacked on loopback; see `npm run test:daemons`. */
import { converse, line } from './support/converse';
import { hostileLine } from './support/hostile-bytes';
import { startVsftpd } from './support/servers/vsftpd';
import { type Attack, attackers, besiege } from './support/siege';

const login = (name: string, found: readonly string[], user: () => string): Attack<number> => ({
  ...{ name, found, refusal: /^530 /m },
  run: (port, localAddress, random) =>
    converse({ port, localAddress, says: [line('USER ', user(), hostileLine(random)), line('PASS x')] }),
});

describe('vsftpd, attacked with hostile names', () => {
  besiege({
    start: startVsftpd,
    logs: ['vsftpd.log'],
    jails: [
      { title: 'vsftpd', jail: 'vsftpd' },
      { title: 'pam-generic', jail: 'pam-generic' },
    ],
    count: attackers(0.25),
    at: 30,
    attacks: [
      login('a name that does not exist', ['vsftpd'], () => 'x'),
      {
        ...login('a wrong password', ['vsftpd', 'pam-generic'], () => 'root'),
        run: (port, localAddress) => converse({ port, localAddress, says: [line('USER root'), line('PASS wrong')] }),
      },
    ],
  });
});
