/** The real apache2 of this machine, attacked on loopback; see `npm run test:daemons`. */
import type { Random } from '../../examples/story/random';
import { base64, hostileLine, hostileText, hostileWord } from './support/hostile-bytes';
import { send } from './support/http';
import { startApache } from './support/servers/apache';
import { type Attack, attackers, besiege } from './support/siege';

const encoded = (bytes: Buffer): string => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** Of a header with control characters Apache says nothing at all. */
const value = (random: Random): Buffer =>
  Buffer.from(hostileLine(random).filter((byte) => byte >= 0x20 && byte !== 0x7f));

interface Asked {
  readonly target: string;
  readonly user?: Buffer;
  readonly agent?: string;
}

function request({ target, user, agent }: Asked, random: Random): Buffer {
  const end = Buffer.from('\r\n');
  const login = user && Buffer.from(`Authorization: Basic ${base64(user, ':x')}\r\n`);
  return Buffer.concat([
    Buffer.from(`GET ${target} HTTP/1.1\r\nHost: www.example.com\r\nReferer: `),
    ...[value(random), end, Buffer.from('User-Agent: '), value(random), Buffer.from(` ${agent ?? ''}`), end],
    ...[
      Buffer.from('X-Forwarded-For: 192.0.2.66'),
      end,
      login ?? Buffer.alloc(0),
      Buffer.from('Connection: close'),
      end,
      end,
    ],
  ]);
}

const attack = (name: string, found: string, status: number, asked: (random: Random) => Asked): Attack<number> => ({
  name,
  found: [found],
  refusal: new RegExp(`^${status}$`),
  run: (port, localAddress, random) => send({ port, localAddress }, request(asked(random), random)),
});

const withoutColon = (bytes: Buffer): Buffer => Buffer.from(bytes.filter((byte) => byte !== 0x3a));

describe('apache2, attacked with hostile paths, names and headers', () => {
  besiege({
    start: startApache,
    logs: ['apache-error.log', 'apache-access.log'],
    jails: ['apache-auth', 'apache-noscript', 'apache-overflows', 'apache-botsearch', 'apache-badbots'].map((jail) => ({
      title: jail,
      jail,
    })),
    count: attackers(3),
    attacks: [
      attack('a name that does not exist', 'apache-auth', 401, (random) => ({
        target: `/private/${encoded(hostileWord(random))}`,
        user: withoutColon(hostileText(random)),
      })),
      attack('a wrong password', 'apache-auth', 401, () => ({ target: '/private', user: Buffer.from('known') })),
      attack('a forbidden place', 'apache-auth', 403, (random) => ({
        target: `/forbidden/${encoded(hostileLine(random)).replaceAll('%2f', '/')}`,
      })),
      attack('a script that does not exist', 'apache-noscript', 404, (random) => ({
        target: `/cgi-bin/${encoded(hostileWord(random)).replaceAll('%2f', '')}.cgi`,
      })),
      attack('a path that is none', 'apache-overflows', 400, (random) => ({
        target: `/%2e%2e/%2e%2e/%zz${encoded(hostileWord(random))}`,
      })),
      attack('a scanner by its name', 'apache-badbots', 404, (random) => ({
        target: `/x?${encoded(hostileLine(random))}`,
        agent: 'sqlmap/1.7',
      })),
    ],
  });
});
