/** The real postfix and dovecot of this machine, attacked on loopback; see `npm run test:daemons`. */
import type { Random } from '../../examples/story/random';
import { converse, line } from './support/converse';
import { base64, hostileLine, hostileText, hostileWord } from './support/hostile-bytes';
import type { Workshop } from './support/processes';
import { startDovecot } from './support/servers/dovecot';
import { startPostfix } from './support/servers/postfix';
import { type Attack, attackers, besiege } from './support/siege';

interface Ports {
  readonly smtp: number;
  readonly imap: number;
  readonly pop3: number;
}

async function start(workshop: Workshop): Promise<Ports> {
  const socket = workshop.path('auth.sock');
  const dovecot = await startDovecot(workshop, socket);
  return { ...dovecot, smtp: await startPostfix(workshop, socket) };
}

const over =
  (protocol: keyof Ports, says: (random: Random) => readonly Buffer[]): Attack<Ports>['run'] =>
  (ports, localAddress, random) =>
    converse({ port: ports[protocol], localAddress, says: says(random) });

const hello = (random: Random): Buffer => random.pick([line('EHLO x.example.net'), line('HELO ', hostileWord(random))]);
const to = (name: Buffer | string, random: Random): readonly Buffer[] => [
  hello(random),
  line('MAIL FROM:<', quoted(hostileLine(random)), '@x.example.net>'),
  line('RCPT TO:<', name, '>'),
  line('QUIT'),
];
const quoted = (text: Buffer): Buffer => Buffer.from(`"${text.toString('latin1').replaceAll(/["\\]/g, '')}"`, 'latin1');

describe('postfix and dovecot, attacked with hostile names, senders and greetings', () => {
  besiege({
    start,
    jails: [
      { title: 'postfix', jail: 'postfix' },
      { title: 'postfix, auth', jail: 'postfix', settings: 'mode = auth' },
      { title: 'postfix, aggressive', jail: 'postfix', settings: 'mode = aggressive' },
      { title: 'dovecot', jail: 'dovecot' },
      { title: 'dovecot, aggressive', jail: 'dovecot', settings: 'mode = aggressive' },
    ],
    count: attackers(0.4),
    attacks: [
      {
        name: 'mail for somebody else',
        found: ['postfix', 'postfix, aggressive'],
        refusal: /^554 5\.7\.1 /m,
        run: over('smtp', (random) => to('victim@elsewhere.example.net', random)),
      },
      {
        name: 'mail for somebody hostile elsewhere',
        found: ['postfix', 'postfix, aggressive'],
        refusal: /^554 5\.7\.1 /m,
        run: over('smtp', (random) =>
          to(Buffer.concat([quoted(hostileLine(random)), Buffer.from('@x.example.net')]), random),
        ),
      },
      {
        name: 'SASL LOGIN',
        found: ['postfix, auth', 'postfix, aggressive'],
        run: over('smtp', (random) => [
          line('EHLO x.example.net'),
          line('AUTH LOGIN'),
          line(base64(hostileText(random))),
          line(base64(hostileText(random))),
          line('QUIT'),
        ]),
      },
      {
        name: 'SASL PLAIN',
        found: ['postfix, auth', 'postfix, aggressive'],
        run: over('smtp', (random) => [
          line('EHLO x.example.net'),
          line('AUTH PLAIN ', base64(Buffer.of(0), 'known', Buffer.of(0), hostileText(random))),
          line('QUIT'),
        ]),
      },
      {
        name: 'commands that do not exist, until the server has enough',
        found: ['postfix', 'postfix, aggressive'],
        refusal: /^421 4\.7\.0 .*too many errors/m,
        run: over('smtp', (random) => [
          hello(random),
          ...Array.from({ length: 8 }, () => line('X', hostileLine(random))),
        ]),
      },
      {
        name: 'a talk that waits for no answer',
        found: ['postfix', 'postfix, aggressive'],
        run: over('smtp', (random) => [line('EHLO x.example.net\r\nX', hostileLine(random)), line('QUIT')]),
      },
      {
        name: 'IMAP LOGIN',
        found: ['dovecot', 'dovecot, aggressive'],
        run: over('imap', (random) => [
          line('a ID ("x-originating-ip" "192.0.2.66" "x-session-id" "x" "name" ', quoted(hostileLine(random)), ')'),
          line(
            'b LOGIN ',
            quoted(Buffer.concat([Buffer.from('x'), hostileLine(random)])),
            ' ',
            quoted(hostileLine(random)),
          ),
          line('c LOGOUT'),
        ]),
      },
      {
        name: 'IMAP AUTHENTICATE',
        found: ['dovecot', 'dovecot, aggressive'],
        run: over('imap', (random) => [
          line('a AUTHENTICATE PLAIN ', base64(Buffer.of(0), hostileText(random), Buffer.of(0), 'x')),
          line('b LOGOUT'),
        ]),
      },
      {
        name: 'POP3 with a proxied address',
        found: ['dovecot', 'dovecot, aggressive'],
        run: over('pop3', (random) => [
          line('XCLIENT ADDR=192.0.2.66 PORT=1'),
          line('USER known'),
          line('PASS ', hostileLine(random)),
          line('QUIT'),
        ]),
      },
      {
        name: 'POP3 without an attempt',
        found: ['dovecot, aggressive'],
        run: over('pop3', (random) => [line(hostileLine(random)), line('QUIT')]),
      },
    ],
  });
});
