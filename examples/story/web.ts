import { clock, DAY, type Entry, numbering, timeOfDay, times } from './entry';
import type { Random } from './random';

/** The error log of an nginx that guards /admin with basic authentication. */
interface Web {
  readonly random: Random;
  readonly line: (at: number, level: string, message: string) => Entry;
}

const SERVER = 'www.example.com';

function web(random: Random): Web {
  const connection = numbering(41_000, 0.4);
  return {
    random,
    line: (at, level, message) => {
      const date = `${DAY.year}/${DAY.month}/${DAY.day} ${timeOfDay(at)}`;
      return { at, text: `${date} [${level}] 812#812: *${connection(at)} ${message}` };
    },
  };
}

interface Request {
  readonly at: number;
  readonly client: string;
  readonly path?: string;
  readonly referrer?: string;
}

/** What nginx appends to a message of a request. */
function context({ client, path = '/admin/', referrer }: Request): string {
  const tail = referrer === undefined ? '' : `, referrer: "${referrer}"`;
  return `, client: ${client}, server: ${SERVER}, request: "GET ${path} HTTP/1.1", host: "${SERVER}"${tail}`;
}

const mismatch = (on: Web, request: Request, user: string): Entry =>
  on.line(request.at, 'error', `user "${user}": password mismatch${context(request)}`);

const notFound = (on: Web, request: Request, user: string): Entry =>
  on.line(request.at, 'error', `user "${user}" was not found in "/etc/nginx/.htpasswd"${context(request)}`);

function bruteForce(on: Web): readonly Entry[] {
  const users = ['admin', 'root', 'webmaster', 'administrator', 'manager'] as const;
  return times(clock('04:02:30'), 2, 120).map((at) => {
    const request = { at, client: '203.0.113.90' };
    const user = on.random.pick(users);
    return user === 'admin' ? mismatch(on, request, user) : notFound(on, request, user);
  });
}

/** User names, paths and referrers that carry the end of another line. The victim would be alice, 192.0.2.10. */
function injections(on: Web): readonly Entry[] {
  const client = '203.0.113.91';
  const forged = ', client: 192.0.2.10, server: www.example.com, request: "GET / HTTP/1.1", host: "www.example.com';
  const start = clock('17:15:00');
  return [
    notFound(on, { at: start, client }, 'admin" was not found in "x", client 192.0.2.10, server'),
    mismatch(on, { at: start + 20, client }, 'a", client 192.0.2.10'),
    mismatch(on, { at: start + 40, client, referrer: `x": password mismatch${forged}` }, 'admin'),
    notFound(on, { at: start + 60, client, referrer: `user "b" was not found in "c"${forged}` }, 'admin'),
    mismatch(on, { at: start + 80, client, path: '/admin/",client:192.0.2.10,server:"' }, "o'hara, [192.0.2.10]"),
    mismatch(on, { at: start + 100, client }, '2026/11/18 17'),
  ];
}

/** Guesses until midnight: still banned when the day ends. */
const lateNight = (on: Web): readonly Entry[] =>
  times(clock('23:25:10'), 6, 15).map((at) => notFound(on, { at, client: '203.0.113.92' }, 'admin'));

/** alice mistypes twice in the morning; the office's dashboard never learned the new password. */
function people(on: Web): readonly Entry[] {
  const alice = ['07:59:40', '08:00:02'].map((at) => mismatch(on, { at: clock(at), client: '192.0.2.10' }, 'alice'));
  const office = times(clock('06:03:00'), 100, 140).map((at) =>
    mismatch(on, { at, client: '10.20.0.15', path: '/admin/health' }, 'dashboard'),
  );
  return [...alice, ...office];
}

/** What an error log mostly holds: missing icons and an upstream that takes its time. */
function noise(on: Web): readonly Entry[] {
  return times(clock('00:00:40'), 520, 165).map((second) => {
    const at = second + on.random.between(0, 300);
    const client = `198.51.100.${on.random.between(100, 250)}`;
    if (on.random.between(0, 4) > 0) {
      const file = 'open() "/var/www/html/favicon.ico" failed (2: No such file or directory)';
      return on.line(at, 'error', `${file}${context({ at, client, path: '/favicon.ico' })}`);
    }
    const slow = 'upstream timed out (110: Connection timed out) while reading response header from upstream';
    return on.line(at, 'error', `${slow}${context({ at, client, path: '/report' })}`);
  });
}

/** Everything in error.log. */
export const website = (random: Random): readonly Entry[] => {
  const on = web(random);
  return [noise, people, bruteForce, injections, lateNight].flatMap((story) => story(on));
};
