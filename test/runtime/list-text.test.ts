import { listText } from '../../lib/runtime/list-text';
import { type Reply, startServer } from '../notifiers/http/server';
import { fakeClient } from '../notifiers/targets/tools';

let server: Awaited<ReturnType<typeof startServer>> | undefined;
afterEach(() => server?.stop());

const none = () => {
  throw new Error('S3 was asked');
};
async function fetched(reply: Reply): Promise<string> {
  server = await startServer(reply);
  return listText(none, { loopback: true, timeout: 2_000 })(`${server.url}/drop.txt`);
}

test('a list is fetched as it stands', async () => {
  expect(await fetched({ status: 200, body: '203.0.113.7\n' })).toBe('203.0.113.7\n');
});

test.each<[string, Reply, string]>([
  [
    'that leads elsewhere',
    { status: 301, headers: { location: 'https://x.example/' } },
    'leads elsewhere: write the address',
  ],
  ['that is not there', { status: 404, body: '203.0.113.7\n' }, 'answered 404'],
  ['that is too long', { status: 200, body: '203.0.113.7\n'.repeat(500_000) }, 'is longer than what came of it'],
])('a list %s is none', async (_, reply, message) => {
  await expect(fetched(reply)).rejects.toThrow(message);
});

test('a list whose end did not come is none: half of it would lift bans', async () => {
  const cut = { status: 200, headers: { 'content-length': '1000' }, body: '203.0.113.7\n' };
  await expect(fetched(cut)).rejects.toThrow();
});

test('a list in a private network is not fetched', async () => {
  const text = listText(none, { loopback: false, timeout: 2_000, resolve: async () => ['10.0.0.5'] });
  await expect(text('https://lists.example.com/drop.txt')).rejects.toThrow('refused-address');
  await expect(text('https://169.254.169.254/latest/meta-data/')).rejects.toThrow('refused-address');
});

test('a list in S3 is read by its bucket and key', async () => {
  const body = { transformToString: async () => '203.0.113.7\n' };
  const { sent, client } = fakeClient(() => ({ Body: body, ContentLength: 12 }) as never);
  const text = listText(() => client, { loopback: false, timeout: 2_000 });
  expect(await text('s3://our-lists/own/bad.txt')).toBe('203.0.113.7\n');
  expect(sent).toEqual([{ Bucket: 'our-lists', Key: 'own/bad.txt' }]);
  const { client: long } = fakeClient(() => ({ Body: body, ContentLength: 6_000_000 }) as never);
  await expect(listText(() => long, { loopback: false, timeout: 1 })('s3://b/k')).rejects.toThrow(
    'at most 5242880 are read',
  );
});
