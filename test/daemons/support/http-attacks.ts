import type { Random } from '../../../examples/story/random';
import { hostile } from '../../filters/injection/tokens';

/** A request of an attacker. */
export interface HttpAttack {
  readonly name: string;
  /** What the server answers, unless the request was too hostile to be read. */
  readonly status: number;
  readonly request: (random: Random) => Buffer;
  /** How often he sends it; once. */
  readonly times?: number;
}

/** A header's value: no line end, which would end it. */
const value = (text: string): string => text.replaceAll(/[\r\n\0]/g, '');
/** A path as it is sent: no blank, no control character. */
const path = (text: string): string => text.replaceAll(/[\u0000- \u007f]/g, '');
/** Decoded by nginx: everything but the line feed, of which the logs' trust notes speak, and the NUL it refuses. */
const encoded = (text: string): string =>
  [...Buffer.from(text.replaceAll(/[\n\0]/g, ''), 'utf8')]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('');

interface Parts {
  readonly method?: string;
  readonly target: string;
  readonly user?: string;
}

function request({ method = 'GET', target, user }: Parts, random: Random): Buffer {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${random.pick(['www.example.com', path(hostile(random)).replaceAll(/[/:?#]/g, '')])}`,
    `Referer: ${value(hostile(random))}`,
    `User-Agent: ${value(hostile(random))}`,
    `X-Forwarded-For: ${random.pick(['192.0.2.66', '2001:db8:bad::66', value(hostile(random))])}`,
    ...(user === undefined ? [] : [`Authorization: Basic ${Buffer.from(user, 'utf8').toString('base64')}`]),
    'Connection: close',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8');
}

const name = (random: Random): string => value(hostile(random)).split(':')[0] || 'x';

/** Which jail has to find whoever got this answer. */
export const JAIL_OF: Readonly<Record<number, string>> = {
  400: 'nginx-bad-request',
  401: 'nginx-http-auth',
  403: 'nginx-forbidden',
  404: 'nginx-botsearch',
  503: 'nginx-limit-req',
};

export const httpAttacks: readonly HttpAttack[] = [
  {
    name: 'a name that does not exist',
    status: 401,
    request: (random) => request({ target: `/private?${path(hostile(random))}`, user: `${name(random)}:x` }, random),
  },
  {
    name: 'a wrong password',
    status: 401,
    request: (random) => request({ target: '/private', user: `known:${hostile(random)}` }, random),
  },
  {
    name: 'a forbidden place',
    status: 403,
    request: (random) => request({ target: `/forbidden/${encoded(hostile(random))}` }, random),
  },
  {
    name: 'too many requests',
    status: 503,
    request: (random) => request({ target: `/limited/${encoded(hostile(random))}` }, random),
    times: 3,
  },
  {
    name: 'a scanner',
    status: 404,
    request: (random) => request({ target: `/wp-login.php?${path(hostile(random))}` }, random),
  },
  {
    name: 'a request that is none',
    status: 400,
    request: (random) => Buffer.from(`${value(hostile(random))}\r\n\r\n`, 'utf8'),
  },
  {
    name: 'a method that is none',
    status: 400,
    request: (random) => request({ method: `G\u0001${path(hostile(random))}`, target: '/' }, random),
  },
];
