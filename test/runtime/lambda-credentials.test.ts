import { defaultProvider } from '../../lib/runtime/lambda-credentials';

const environment = process.env;
afterEach(() => {
  process.env = environment;
});

test('the role’s credentials are taken from the environment, as they stand at the call', async () => {
  process.env = {};
  const provider = defaultProvider();
  process.env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };
  expect(await provider()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' });
});

test('without a session token there is none', async () => {
  process.env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'id', secretAccessKey: 'secret' });
});

test('credentials that are not there are named', async () => {
  process.env = { AWS_ACCESS_KEY_ID: 'id' };
  await expect(defaultProvider()()).rejects.toThrow('AWS_SECRET_ACCESS_KEY');
});
