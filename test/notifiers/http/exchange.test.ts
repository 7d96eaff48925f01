import { allowedUrl, isAllowed } from '../../../lib/notifiers/http/address';
import { deliver } from '../../../lib/notifiers/http/deliver';
import { type ExchangeOptions, exchange } from '../../../lib/notifiers/http/exchange';
import { httpPost } from '../../../lib/notifiers/http/post';
import { type Reply, startServer } from './server';

const HERE: ExchangeOptions = { loopback: true, timeout: 2_000, most: 1_000 };
const OUTSIDE: ExchangeOptions = { loopback: false, timeout: 2_000, most: 1_000 };

let server: Awaited<ReturnType<typeof startServer>>;
const serve = async (...replies: readonly Reply[]) => {
  server = await startServer(...replies);
};
afterEach(() => server?.stop());

const get = (url: string, options = HERE) => exchange(options, { method: 'GET', url, headers: {} });

describe('where a request may go', () => {
  it.each([
    'http://example.com/',
    'ftp://example.com/',
    'https://user:pw@example.com/',
    'https://127.0.0.1/',
    'https://localhost:9001/2018-06-01/runtime/invocation/next',
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'https://[fd00:ec2::254]/',
    'https://[::ffff:10.0.0.1]/',
    'https://10.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'not a url',
  ])('not to %s', (url) => {
    expect(allowedUrl(url, OUTSIDE)).toBeUndefined();
  });

  it('to any public host by https, and in tests to this machine', () => {
    expect(allowedUrl('https://hooks.example.com:8443/a?b=c', OUTSIDE)?.port).toBe('8443');
    expect(allowedUrl('https://203.0.113.7/', OUTSIDE)).toBeDefined();
    expect(allowedUrl('http://127.0.0.1:8080/', HERE)).toBeDefined();
    expect(isAllowed('192.168.1.1', HERE)).toBe(false);
  });

  it('not to a name that leads into a private network, also when only one of its addresses does', async () => {
    for (const addresses of [['10.0.0.1'], ['203.0.113.7', '169.254.169.254'], ['::1'], []]) {
      const resolve = async () => addresses;
      const code = addresses.length === 0 ? 'ENOTFOUND' : 'refused-address';
      await expect(get('https://hooks.example.com/', { ...OUTSIDE, resolve })).rejects.toMatchObject({ code });
    }
  });

  it('never where a redirect leads', async () => {
    await serve({ status: 302, headers: { location: 'http://169.254.169.254/latest/' } });
    expect(await get(`${server.url}/`)).toMatchObject({ status: 302 });
    expect(server.received).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('is read up to a size, and says that there was more', async () => {
    await serve({ status: 200, body: 'x'.repeat(5_000) });
    const answer = await get(`${server.url}/`);
    expect([answer.body.length, answer.truncated]).toEqual([1_000, true]);
  });

  it('that does not come is an error without the address', async () => {
    await serve({ status: 200, silent: true });
    const failing = get(`${server.url}/hunter2`, { ...HERE, timeout: 100 });
    await expect(failing).rejects.toMatchObject({ code: 'timeout' });
    await expect(failing).rejects.not.toThrow('hunter2');
  });

  it('of nobody is an error', async () => {
    await serve();
    await server.stop();
    await expect(get(`${server.url}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('delivering', () => {
  const sleeps: number[] = [];
  const sleep = async (milliseconds: number) => void sleeps.push(milliseconds);
  const send = () => deliver({ post: httpPost(HERE), sleep }, { url: `${server.url}/`, headers: {}, body: '{}' });
  beforeEach(() => {
    sleeps.length = 0;
  });

  it('tries again when the server has trouble, at most three times', async () => {
    await serve({ status: 503 }, { status: 500 }, { status: 200 });
    expect(await send()).toMatchObject({ kind: 'delivered' });
    await server.stop();
    await serve({ status: 503 });
    expect(await send()).toEqual({ kind: 'failed', why: 'status 503' });
    expect(server.received).toHaveLength(3);
  });

  it('waits as long as the server asks for, but not for ever', async () => {
    await serve({ status: 429, headers: { 'retry-after': '2' } }, { status: 200 });
    await send();
    expect(sleeps).toEqual([2_000]);
    await server.stop();
    await serve({ status: 429, headers: { 'retry-after': '3600' } });
    expect(await send()).toEqual({ kind: 'failed', why: 'status 429' });
    expect(server.received).toHaveLength(1);
  });

  it('does not repeat what the server will never take', async () => {
    await serve({ status: 404 });
    expect(await send()).toEqual({ kind: 'refused', why: 'status 404' });
    expect(server.received).toHaveLength(1);
  });
});
