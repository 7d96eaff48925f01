import { accessDate, address, errorDate, type Line, START } from './line';
import { type Random, seeded } from './random';

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
  'Mozilla/5.0 (compatible; examplebot/2.1; +https://www.example.com/bot.html)',
];
const PATHS = [
  ...[
    '/',
    '/index.html',
    '/assets/app.9f3c1.js',
    '/assets/site.css',
    '/images/logo.svg',
    '/favicon.ico',
    '/robots.txt',
  ],
  ...[
    '/api/v1/items?page=2',
    '/api/v1/session',
    '/blog/2026/02/how-we-moved-to-the-cloud',
    '/search?q=shoes&sort=price',
  ],
];
const SCANS = [
  ...[
    '/wp-login.php',
    '/xmlrpc.php',
    '/phpmyadmin/index.php',
    '/.env',
    '/wp-admin/setup-config.php',
    '/pma/',
    '/cgi-bin/test',
  ],
];
const MISSING = [
  '/apple-touch-icon.png',
  '/ads.txt',
  '/old/page.html',
  '/.well-known/security.txt',
  '/assets/app.12ab9.js.map',
];

const seconds = (random: Random, now: number): number => (random.chance(0.5) ? now + random.between(0, 2) : now);

/** Who scans and guesses: few at a time, as in real logs; visitors are anybody. */
function attackersOf(random: Random): () => string {
  const attackers = Array.from({ length: 20 }, () => address(random));
  return () => {
    if (random.chance(0.02)) attackers.splice(random.between(0, 19), 1, address(random));
    return random.pick(attackers);
  };
}

/** A combined access log; 0.9 % of its requests are a scanner's for what is not there. */
export function accessLog(length: number): readonly Line[] {
  const random = seeded(length + 1);
  const attacker = attackersOf(random);
  const lines: Line[] = [];
  let now = START;
  while (lines.length < length) {
    now = seconds(random, now);
    lines.push({ time: now * 1000, text: random.chance(0.009) ? scan(random, now, attacker()) : visit(random, now) });
  }
  return lines;
}

function visit(random: Random, now: number): string {
  const [path, status] = random.chance(0.06)
    ? [random.pick(MISSING), 404]
    : [random.pick(PATHS), random.pick([200, 200, 200, 304, 301])];
  const referer = random.chance(0.4) ? '-' : `https://www.example.com${random.pick(PATHS)}`;
  const request = `${random.pick(['GET', 'GET', 'GET', 'POST'])} ${path} HTTP/1.1`;
  const head = `${address(random)} - - [${accessDate(now)}]`;
  return `${head} "${request}" ${status} ${random.between(0, 90_000)} "${referer}" "${random.pick(AGENTS)}"`;
}

const scan = (random: Random, now: number, attacker: string): string =>
  `${attacker} - - [${accessDate(now)}] "GET ${random.pick(SCANS)} HTTP/1.1" 404 153 "-" "${random.pick(AGENTS)}"`;

/** An error log: 60 % upstream errors, 30 % missing files, 10 % failed basic authentication. */
export function errorLog(length: number): readonly Line[] {
  const random = seeded(length + 2);
  const attacker = attackersOf(random);
  const lines: Line[] = [];
  let now = START;
  while (lines.length < length) {
    now = seconds(random, now);
    const share = random.next();
    const message = share < 0.6 ? upstream : share < 0.9 ? missing : unauthorised;
    const connection = `${errorDate(now)} [error] ${random.between(500, 900)}#${random.between(500, 900)}: *${random.between(1, 9_000_000)}`;
    lines.push({ time: now * 1000, text: `${connection} ${message(random, attacker)}` });
  }
  return lines;
}

const place = (client: string, path: string): string =>
  `client: ${client}, server: www.example.com, request: "GET ${path} HTTP/1.1"`;

function upstream(random: Random): string {
  const path = random.pick(PATHS);
  const what = random.pick([
    'connect() failed (111: Connection refused) while connecting to upstream',
    'upstream timed out (110: Connection timed out) while reading response header from upstream',
    'upstream prematurely closed connection while reading response header from upstream',
  ]);
  return `${what}, ${place(address(random), path)}, upstream: "http://127.0.0.1:8080${path}", host: "www.example.com"`;
}

function missing(random: Random, attacker: () => string): string {
  const [client, path] = random.chance(0.1)
    ? [attacker(), random.pick(SCANS)]
    : [address(random), random.pick(MISSING)];
  return `open() "/var/www/html${path}" failed (2: No such file or directory), ${place(client, path)}, host: "www.example.com"`;
}

function unauthorised(random: Random, attacker: () => string): string {
  const user = random.pick(['admin', 'root', 'test', 'manager']);
  const why = random.chance(0.5) ? 'password mismatch' : `was not found in "/etc/nginx/.htpasswd"`;
  const said = why.startsWith('was') ? `user "${user}" ${why}` : `user "${user}": ${why}`;
  return `${said}, ${place(attacker(), '/admin/')}, host: "www.example.com"`;
}
