import type { Socket } from 'node:net';
import { parseAddress } from '../../../lib/core/address';
import { lookUpWhois } from '../../../lib/notifiers/whois/lookup';
import { ianaRefersTo, RIPE_ANSWER, type WhoisServers, whoisServers } from './registry';

const address = parseAddress('192.0.2.1')!;
const open: WhoisServers[] = [];
afterEach(() => Promise.all(open.splice(0).map((servers) => servers.close())));

async function world(answers: Parameters<typeof whoisServers>[0]) {
  const servers = await whoisServers(answers);
  open.push(servers);
  return servers;
}

const longEnough = () => AbortSignal.timeout(20_000);

test('IANA names the registry, the registry names the network', async () => {
  const servers = await world({ 'whois.iana.org': ianaRefersTo('whois.ripe.net'), 'whois.ripe.net': RIPE_ANSWER });
  expect(await lookUpWhois(servers, address, longEnough())).toEqual({
    via: 'whois',
    server: 'whois.ripe.net',
    address: '192.0.2.1',
    network: 'EXAMPLE-NET',
    handle: null,
    country: 'NL',
    first: '192.0.2.0',
    last: '192.0.2.255',
    asn: ['AS64500'],
    abuse: ['abuse@example.net'],
    text: [
      'inetnum:        192.0.2.0 - 192.0.2.255',
      'netname:        EXAMPLE-NET',
      'country:        NL # EU',
      'status:         ASSIGNED PA',
      '',
      'route:          192.0.2.0/24',
      'origin:         AS64500',
      '',
    ],
    truncated: false,
  });
  expect(servers.asked).toEqual(['whois.iana.org: 192.0.2.1\r\n', 'whois.ripe.net: 192.0.2.1\r\n']);
  expect(servers.ports).toEqual([43, 43]);
});

test('ARIN is asked in its own way and may refer on', async () => {
  const arin =
    'NetRange: 192.0.0.0 - 192.255.255.255\nNetName: LEGACY\nOrgAbuseEmail: abuse@arin.example.net\n\nReferralServer:  whois://whois.ripe.net:43\n';
  const servers = await world({
    'whois.iana.org': ianaRefersTo('whois.arin.net'),
    'whois.arin.net': arin,
    'whois.ripe.net': RIPE_ANSWER,
  });
  expect((await lookUpWhois(servers, address, longEnough()))?.server).toBe('whois.ripe.net');
  expect(servers.asked[1]).toBe('whois.arin.net: n + 192.0.2.1\r\n');
});

test('a second referral that leads nowhere leaves the answer before it', async () => {
  const arin = 'NetRange: 192.0.0.0 - 192.255.255.255\nNetName: LEGACY\n\nReferralServer: whois://whois.apnic.net\n';
  const servers = await world({ 'whois.iana.org': ianaRefersTo('whois.arin.net'), 'whois.arin.net': arin });
  expect((await lookUpWhois(servers, address, longEnough()))?.network).toBe('LEGACY');
});

test.each([
  'evil.example',
  'whois.ripe.net.evil.example',
  'whois://whois.ripe.net:25',
  'whois://169.254.169.254',
  'rwhois://whois.ripe.net:4321',
  'https://whois.ripe.net/',
  '127.0.0.1',
  'localhost',
  'whois.ripe.net\u0000.evil.example',
])('a referral to %j is not followed', async (target) => {
  const servers = await world({
    'whois.iana.org': ianaRefersTo(target),
    'whois.ripe.net': RIPE_ANSWER,
    'evil.example': RIPE_ANSWER,
  });
  expect(await lookUpWhois(servers, address, longEnough())).toBeUndefined();
  expect(servers.asked).toHaveLength(1);
});

test.each([
  ['127.0.0.1'],
  ['169.254.169.254'],
  ['10.0.0.1'],
  ['::1'],
  ['fe80::1'],
  ['::ffff:10.0.0.1'],
  ['64:ff9b::a00:1'],
  ['198.51.100.1', '10.0.0.1'],
])('a registry’s name that resolves to %s is not connected to', async (...addresses) => {
  const servers = await world({ 'whois.iana.org': ianaRefersTo('whois.ripe.net'), 'whois.ripe.net': RIPE_ANSWER });
  servers.names.set('whois.ripe.net', addresses);
  expect(await lookUpWhois(servers, address, longEnough())).toBeUndefined();
  expect(servers.ports).toHaveLength(1);
});

test('servers that refer to each other are asked once each, three in all at most', async () => {
  const refer = (host: string) =>
    `ReferralServer: whois://${host}\n\nNetRange: 192.0.0.0 - 192.255.255.255\nNetName: LOOP\n`;
  const servers = await world({
    'whois.iana.org': ianaRefersTo('whois.arin.net'),
    'whois.arin.net': refer('whois.apnic.net'),
    'whois.apnic.net': refer('whois.arin.net'),
  });
  expect((await lookUpWhois(servers, address, longEnough()))?.server).toBe('whois.apnic.net');
  expect(servers.asked).toHaveLength(3);
  const chain = await world({
    'whois.iana.org': ianaRefersTo('whois.arin.net'),
    'whois.arin.net': refer('whois.apnic.net'),
    'whois.apnic.net': refer('whois.ripe.net'),
    'whois.ripe.net': RIPE_ANSWER,
  });
  await lookUpWhois(chain, address, longEnough());
  expect(chain.asked).toHaveLength(3);
});

test('of 26 MB, 64 KiB are read and the connection is closed', async () => {
  let closed = false;
  const flood = (socket: Socket) => {
    socket.on('close', () => {
      closed = true;
    });
    socket.write(`${RIPE_ANSWER}\r\n`);
    const chunk = 'remarks: hello\n'.repeat(5_000);
    const write = () => {
      while (!socket.destroyed && socket.bytesWritten < 26_000_000 && socket.write(chunk));
      if (!socket.destroyed) socket.once('drain', write);
    };
    write();
  };
  const servers = await world({ 'whois.iana.org': ianaRefersTo('whois.ripe.net'), 'whois.ripe.net': flood });
  const record = await lookUpWhois(servers, address, longEnough());
  expect(record).toMatchObject({ network: 'EXAMPLE-NET', truncated: true });
  expect(record?.text.join('\n').length).toBeLessThanOrEqual(65_536);
  while (!closed) await new Promise((resolve) => setImmediate(resolve));
});

test.each<[string, (socket: Socket) => void]>([
  [
    'trickles',
    (socket) => {
      const timer = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(timer));
    },
  ],
  ['says nothing', () => undefined],
])('a server that %s is left at the total deadline', async (_, answer) => {
  const servers = await world({ 'whois.iana.org': answer });
  await expect(lookUpWhois(servers, address, AbortSignal.timeout(150))).rejects.toThrow();
});

test('a name server that never answers is left at the deadline', async () => {
  const servers = await world({});
  const silent = { ...servers, resolve: () => new Promise<never>(() => undefined) };
  await expect(lookUpWhois(silent, address, AbortSignal.timeout(100))).rejects.toThrow();
});

test('what a registry said before the deadline is kept', async () => {
  const arin = 'ReferralServer: whois://whois.ripe.net\n\nNetRange: 192.0.0.0 - 192.255.255.255\nNetName: LEGACY\n';
  const servers = await world({
    'whois.iana.org': ianaRefersTo('whois.arin.net'),
    'whois.arin.net': arin,
    'whois.ripe.net': () => undefined,
  });
  expect((await lookUpWhois(servers, address, AbortSignal.timeout(500)))?.network).toBe('LEGACY');
});

test.each([
  ['closes at once', (socket: Socket) => socket.destroy()],
  ['answers nothing', (socket: Socket) => socket.end()],
  ['answers about another network', 'inetnum: 198.51.100.0 - 198.51.100.255\nnetname: OTHER\n'],
  [
    'answers bytes',
    (socket: Socket) => socket.end(Buffer.from(Array.from({ length: 4_096 }, (_, byte) => byte % 256))),
  ],
])('a registry that %s gives no record', async (_, answer) => {
  const servers = await world({ 'whois.iana.org': ianaRefersTo('whois.ripe.net'), 'whois.ripe.net': answer as string });
  expect(await lookUpWhois(servers, address, longEnough())).toBeUndefined();
});

test('the smallest network that holds the address is told of, LACNIC’s abuse contact found by its handle', async () => {
  const lacnic = [
    'inetnum:     192.0.0.0/16',
    'owner:       Big',
    '',
    'inetnum:     192.0.2.0/25',
    'aut-num:     AS64501',
    'owner:       Small <script>',
    'ownerid:     XX-SMAL-LACNIC',
    'country:     BR',
    'abuse-c:     ABC12',
    '',
    'nic-hdl:     ZZZ99',
    'e-mail:      nobody@example.net',
    '',
    'nic-hdl:     ABC12',
    'e-mail:      abuse@example.br',
  ].join('\n');
  const servers = await world({ 'whois.iana.org': ianaRefersTo('whois.lacnic.net'), 'whois.lacnic.net': lacnic });
  expect(await lookUpWhois(servers, address, longEnough())).toMatchObject({
    network: 'Small <script>',
    handle: 'XX-SMAL-LACNIC',
    country: 'BR',
    first: '192.0.2.0',
    last: '192.0.2.127',
    asn: ['AS64501'],
    abuse: ['abuse@example.br'],
  });
});

test('an old record in Latin-1 is readable', async () => {
  const latin = (socket: Socket) =>
    socket.end(Buffer.from('inetnum: 192.0.2.0 - 192.0.2.255\nnetname: M\xfcller\n', 'latin1'));
  const servers = await world({ 'whois.iana.org': ianaRefersTo('whois.ripe.net'), 'whois.ripe.net': latin });
  expect((await lookUpWhois(servers, address, longEnough()))?.network).toBe('Müller');
});
