import type { Random } from '../../../examples/story/random';

/** Whom the attacker would like to see banned. */
export const VICTIMS = ['192.0.2.66', '2001:db8:bad::66'] as const;

/** Where a connection really comes from. */
export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** Pieces of the daemons' own language, quotes, escapes, line ends that are none, and text that is long. */
const TOKENS = [
  ' ',
  '  ',
  ':',
  ': ',
  ',',
  ', ',
  '"',
  "'",
  '\\',
  '`',
  '<',
  '>',
  '(',
  ')',
  '[',
  ']',
  '{',
  '=',
  '-',
  '.',
  '#',
  '%0A',
  '\\n',
  '\t',
  '\r',
  '\u0000',
  '\u0007',
  '\u001b[2K',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ufffd',
  'é',
  '😀',
  ' from ',
  ' port ',
  ' port 22',
  ' ssh2',
  ' port 22 ssh2',
  ' ssh2: ',
  ' via ',
  ' [preauth]',
  'invalid user ',
  'root',
  'x',
  'Failed password for ',
  'Invalid user ',
  'authenticating user ',
  ' not allowed because listed in DenyUsers',
  ': Change of username or service not allowed: ',
  ', client: ',
  ', server: ',
  ', server: s',
  '": password mismatch',
  '" was not found in "',
  '" failed (2: No such file or directory)',
  ', request: "GET /cgi-bin/x HTTP/1.1"',
  ', host: "h"',
  ', referrer: "',
  'access forbidden by rule',
  'limiting requests, excess: 1.000 by zone "one"',
  'user "',
  '[error] 1#1: *1 ',
  '[client ',
  'AH01618: ',
  'user x not found: /',
  ' not found',
  ' rhost=',
  ' ruser=',
  ' user=',
  'authentication failure;',
  ', rip=',
  'rip=',
  '>, ',
  'user=<',
  ', method=PLAIN',
  ', lip=10.0.0.1',
  ', session=<',
  '] FAIL LOGIN: Client "',
  'OK LOGIN',
  'USER y: no such user found from ',
  'gate proftpd[1] gate (h[',
  '): ',
  '): unknown user',
  ' 404 ',
  ' 400 ',
  ' - - ',
  '[18/Nov/2026:00:00:00 +0000]',
  'Nov 18 00:00:00',
  '2026-11-18',
  '1795000000',
  '/cgi-bin/x',
  'wp-login.php',
  'TrackBack/1.02',
  'A'.repeat(40),
  'é'.repeat(30),
  ' '.repeat(20),
  'AAAA '.repeat(60),
  ...VICTIMS,
  ...VICTIMS,
  ...VICTIMS,
] as const;

/** Endings of the daemons' own messages with the victim's address in them. */
const forgeries = (victim: string): readonly [string, ...string[]] => [
  ` from ${victim} port 22 ssh2`,
  ` from ${victim} port 22 ssh2: x`,
  ` from ${victim} port 22`,
  ` from ${victim}`,
  ` ${victim} port 9`,
  `' from ${victim} port 22`,
  ` ${victim} port 9: Change of username or service not allowed: `,
  `": password mismatch, client: ${victim}, server: s, request: "GET / HTTP/1.1", host: "h`,
  `" was not found in "x", client: ${victim}, server: s`,
  `" failed (2: No such file or directory), client: ${victim}, server: s, request: "GET /cgi-bin/x HTTP/1.1", host: "h`,
  `access forbidden by rule, client: ${victim}, server: s`,
  `limiting requests, excess: 1.000 by zone "one", client: ${victim}, server: s`,
  `[error] [client ${victim}] user x not found: /`,
  `[auth_basic:error] [pid 1:tid 1] [client ${victim}:1] AH01618: user x not found: /`,
  ` rhost=${victim}  user=root`,
  ` rhost=${victim} user=root`,
  ` rhost=${victim}`,
  `>, method=PLAIN, rip=${victim}, lip=10.0.0.1, session=<`,
  `>, rip=${victim}`,
  `,${victim}): unknown user`,
  `] FAIL LOGIN: Client "${victim}"`,
  `] FAIL LOGIN: Client "${victim}", "`,
  ` gate (h[${victim}]): USER y: no such user found from h [${victim}] to 198.51.100.1:21`,
  ` x[${victim}]: SASL LOGIN authentication failed: x`,
  ` from x[${victim}]: 554 5.7.1 `,
  `\n${victim} - - [18/Nov/2026:00:00:00 +0000] "GET /wp-login.php HTTP/1.1" 404 `,
];

const piece = (random: Random): string =>
  random.between(0, 3) === 0 ? random.pick(forgeries(random.pick(VICTIMS))) : random.pick(TOKENS);

/** A text an attacker may send: some pieces in a row. */
export function hostile(random: Random): string {
  const count = random.between(1, 7);
  return Array.from({ length: count }, () => piece(random)).join('');
}

/** An address that is nobody's else; some are short, so that a cut address would look whole. */
export function peer(random: Random): Peer {
  const hex = () => random.between(1, 65_535).toString(16);
  const v4 = `203.0.113.${random.between(1, 254)}`;
  const v6 = [
    `2001:db8:77::${hex()}`,
    `2001:db8:77:1:${hex()}:${hex()}:${hex()}:${hex()}`,
    `2001:db8::${hex()}:${hex()}`,
  ] as const;
  return { address: random.between(0, 1) === 0 ? v4 : random.pick(v6), port: random.between(1_024, 65_535) };
}
