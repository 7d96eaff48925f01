import type { RequestListener } from 'node:http';
import { parseAddress } from '../../../lib/core/address';
import { lookUpRdap } from '../../../lib/notifiers/rdap/lookup';
import { anAnswer, type RdapServer, rdapServer } from './registry';

const address = parseAddress('193.0.6.139')!;
const servers: RdapServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function ask(listener: RequestListener, signal: AbortSignal = AbortSignal.timeout(20_000)) {
  const server = await rdapServer(listener);
  servers.push(server);
  return { server, record: await lookUpRdap(server.fetch, address, signal) };
}

const json =
  (body: unknown): RequestListener =>
  (_, response) =>
    response.end(typeof body === 'string' ? body : JSON.stringify(body));

test('network, country and the nested abuse contact are read', async () => {
  const { server, record } = await ask(json(anAnswer({ arin_originas0_originautnums: [3333] })));
  expect(record).toEqual({
    via: 'rdap',
    server: 'rdap.db.ripe.net',
    address: '193.0.6.139',
    network: 'EXAMPLE-NET',
    handle: 'NET-193-0-0-0-1',
    country: 'NL',
    first: '193.0.0.0',
    last: '193.0.7.255',
    asn: ['AS3333'],
    abuse: ['abuse@example.net'],
    text: [],
    truncated: false,
  });
  expect(server.asked).toEqual(['https://rdap.db.ripe.net/ip/193.0.6.139']);
  expect(server.accepted).toEqual(['application/rdap+json']);
});

test('a redirect to another registry is followed', async () => {
  const { server, record } = await ask((request, response) => {
    if (request.url === '/ip/193.0.6.139')
      response.writeHead(301, { location: 'https://rdap.arin.net/registry/ip/193.0.6.139' }).end();
    else response.end(JSON.stringify(anAnswer()));
  });
  expect(record?.server).toBe('rdap.arin.net');
  expect(server.asked).toHaveLength(2);
});

test.each([
  'http://rdap.arin.net/registry/ip/193.0.6.139',
  'https://rdap.arin.net:8443/ip/193.0.6.139',
  'https://user:secret@rdap.arin.net/ip/193.0.6.139',
  'https://rdap.arin.net.evil.example/ip/193.0.6.139',
  'https://evil.example/ip/193.0.6.139',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/',
  'file:///etc/passwd',
  '//evil.example/',
  'https://',
])('a redirect to %s is not followed', async (location) => {
  const { server, record } = await ask((_, response) => response.writeHead(302, { location }).end());
  expect(record).toBeUndefined();
  expect(server.asked).toHaveLength(1);
});

test('a redirect loop ends after three', async () => {
  const { server, record } = await ask((_, response) =>
    response.writeHead(307, { location: 'https://rdap.apnic.net/ip/x' }).end(),
  );
  expect(record).toBeUndefined();
  expect(server.asked).toHaveLength(4);
});

test('an answer beyond 256 KiB is not read on', async () => {
  const { record } = await ask((_, response) => {
    const chunk = ' '.repeat(65_536);
    const write = () => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  });
  expect(record).toBeUndefined();
});

test('an answer that trickles, or never comes, ends with the deadline', async () => {
  const trickle: RequestListener = (_, response) => {
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(timer));
  };
  await expect(ask(trickle, AbortSignal.timeout(150))).rejects.toThrow();
  await expect(ask(() => undefined, AbortSignal.timeout(100))).rejects.toThrow();
});

test.each([
  ['no JSON', '<html>'],
  ['a list', []],
  ['null', 'null'],
  ['a number', '1'],
  ['nesting without end', `${'['.repeat(100_000)}`],
  ['a network of somebody else', anAnswer({ startAddress: '198.51.100.0', endAddress: '198.51.100.255' })],
  ['a network of the other family', anAnswer({ startAddress: '::', endAddress: 'ffff::' })],
  ['no range', anAnswer({ startAddress: undefined })],
])('%s is no answer', async (_, body) => {
  expect((await ask(json(body))).record).toBeUndefined();
});

test('a refusal of the registry is no answer', async () => {
  expect((await ask((_, response) => response.writeHead(429).end())).record).toBeUndefined();
});

test('fields of other types and hostile text become nothing, or harmless and short', async () => {
  const email = (value: unknown) => ({ roles: ['abuse'], vcardArray: ['vcard', [['email', {}, 'text', value]]] });
  const { record } = await ask(
    json(
      anAnswer({
        name: `x\r\nBcc: victim@example.com\u202e${'y'.repeat(500)}`,
        handle: { toString: 'evil' },
        country: '<b>',
        arin_originas0_originautnums: [-1, '64500', 4_294_967_296, {}, 'AS0'],
        entities: [
          email('a@b.example\r\nBcc: c@d.example'),
          email(['a@example.net']),
          email('mailto:abuse@example.org'),
          7,
          null,
        ],
      }),
    ),
  );
  expect(record?.network).toMatch(/^x\\u\{d\}\\u\{a\}Bcc: victim@example\.com\\u\{202e\}y+$/);
  expect(record?.network?.length).toBeLessThanOrEqual(100);
  expect(record).toMatchObject({ handle: null, country: null, asn: ['AS64500'], abuse: ['abuse@example.org'] });
});

test('a maze of entities is walked five levels deep and no further', async () => {
  const nested = (depth: number): unknown => ({
    roles: ['abuse'],
    vcardArray: ['vcard', [['email', {}, 'text', `level${depth}@example.net`]]],
    entities: depth === 0 ? [] : [nested(depth - 1)],
  });
  const { record } = await ask(json(anAnswer({ entities: [nested(50)] })));
  expect(record?.abuse).toEqual(['level50@example.net', 'level49@example.net', 'level48@example.net']);
});
