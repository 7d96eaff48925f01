import { type Daemon, type Details, escaped } from './daemon';
import type { Peer } from './tokens';

/** A header or a decoded path: raw in the error log. A line feed would begin another line, which nobody can tell from nginx's. */
const raw = (text: string): string => text.replaceAll(/[\n\0]/g, '');
/** A request's path: no blank, no control character. */
const path = (text: string): string => text.replaceAll(/[\u0000- \u007f]/g, '');
/** nginx decodes a basic-auth name up to its first colon. */
const nameOf = (text: string): string => raw(text).split(':')[0] ?? '';

interface Request {
  readonly target: string;
  readonly referrer: string;
  readonly host: string;
}

const request = (text: () => string): Request => ({
  target: `/${path(text())}`,
  referrer: raw(text()),
  host: path(text()).replaceAll('/', ''),
});

const context = ({ address }: Peer, { target, referrer, host }: Request): string =>
  `, client: ${address}, server: www.example.com, request: "GET ${target} HTTP/1.1", host: "${host}", referrer: "${referrer}"`;

const CUT = 2_048;
const head = '2026/11/18 12:00:00 [error] 3084#3084: *7 ';

/** An error line with nginx's cut; certain while the cut leaves the address. */
function trace(peer: Peer, message: string, asked: Request, certain = true) {
  const line = Buffer.from(head + message + context(peer, asked), 'utf8')
    .subarray(0, CUT)
    .toString('utf8');
  const whole = Buffer.byteLength(head + message) + 200 < CUT;
  return { lines: [line], certain: certain && whole };
}

const hex = (byte: number): string => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
/** A field of the access log. */
const field = (text: string): string => escaped(text, '"\\', hex);

function access({ address }: Peer, text: () => string, { random }: Details) {
  const what = random.pick(['GET /wp-login.php HTTP/1.1" 404', `${field(text())}" 400`]);
  const line = `${address} - ${field(nameOf(text())) || '-'} [18/Nov/2026:12:00:00 +0000] "${what} 157 "${field(text())}" "${field(text())}"`;
  return { line, bad: what.endsWith('400') };
}

export const nginxDaemons: readonly Daemon[] = [
  {
    name: 'nginx, basic authentication',
    spec: 'nginx-http-auth[mode=aggressive]',
    connection: (peer, text, { random }) => {
      const name = nameOf(text());
      const reason = random.pick(['": password mismatch', '" was not found in "/etc/nginx/.htpasswd"']);
      return trace(peer, `user "${name}${reason}`, request(text));
    },
  },
  {
    name: 'nginx, a rule',
    spec: 'nginx-forbidden',
    connection: (peer, text) => trace(peer, 'access forbidden by rule', request(text)),
  },
  {
    name: 'nginx, a limit',
    spec: 'nginx-limit-req',
    connection: (peer, text) => trace(peer, 'limiting requests, excess: 1.010 by zone "one"', request(text)),
  },
  {
    name: 'nginx, a missing file',
    spec: 'nginx-botsearch',
    connection: (peer, text) => {
      const asked = request(text);
      const decoded = raw(text());
      const target = `/cgi-bin${asked.target}`;
      const unclear = `${decoded}${asked.referrer}${target}${asked.host}`.includes(', cl') || target.includes('"');
      return trace(
        peer,
        `open() "/srv/www/cgi-bin/${decoded}" failed (2: No such file or directory)`,
        { ...asked, target },
        !unclear,
      );
    },
  },
  {
    name: 'nginx, access log, paths',
    spec: 'nginx-botsearch',
    connection: (peer, text, details) => {
      const { line, bad } = access(peer, text, details);
      return { lines: [line], certain: !bad };
    },
  },
  {
    name: 'nginx, access log, bad requests',
    spec: 'nginx-bad-request',
    connection: (peer, text, details) => {
      const { line, bad } = access(peer, text, details);
      return { lines: [line], certain: bad };
    },
  },
];
