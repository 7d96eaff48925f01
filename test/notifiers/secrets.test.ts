import { secretPermissions, ssmSecrets } from '../../lib/notifiers/secrets';

function setUp(parameters: Readonly<Record<string, { Type: string; Value: string }>>) {
  const asked: object[] = [];
  let now = 1_000;
  const client = {
    send: async ({ input }: { readonly input: { readonly Name?: string } }) => {
      asked.push(input);
      const Parameter = parameters[input.Name ?? ''];
      if (!Parameter) throw Object.assign(new Error(`hunter2 ${input.Name}`), { name: 'ParameterNotFound' });
      return { Parameter };
    },
  };
  const secrets = ssmSecrets(client as never, () => now);
  const tick = (seconds: number) => {
    now += seconds;
  };
  return { secrets, asked, tick };
}

test('a secret is the value of a SecureString, read with decryption; any other text is itself', async () => {
  const { secrets, asked } = setUp({ '/f2e/key': { Type: 'SecureString', Value: 'hunter2\n' } });
  expect(await secrets('ssm:/f2e/key')).toBe('hunter2');
  expect(asked).toEqual([{ Name: '/f2e/key', WithDecryption: true }]);
  expect(await secrets('https://hooks.example.com/')).toBe('https://hooks.example.com/');
  expect(asked).toHaveLength(1);
});

test('it is remembered for five minutes, so that a new one is soon in use', async () => {
  const { secrets, asked, tick } = setUp({ key: { Type: 'SecureString', Value: 'x' } });
  await secrets('ssm:key');
  tick(299);
  await secrets('ssm:key');
  expect(asked).toHaveLength(1);
  tick(2);
  await secrets('ssm:key');
  expect(asked).toHaveLength(2);
});

test('one that anybody could read in the console is not taken', async () => {
  const { secrets } = setUp({ key: { Type: 'String', Value: 'x' }, none: { Type: 'SecureString', Value: '' } });
  await expect(secrets('ssm:key')).rejects.toThrow('parameter key is not a SecureString');
  await expect(secrets('ssm:none')).rejects.toThrow('parameter none is empty');
});

test('one that cannot be read is told by its name, without what AWS said', async () => {
  const failing = setUp({}).secrets('ssm:/f2e/gone');
  await expect(failing).rejects.toThrow('parameter /f2e/gone cannot be read: ParameterNotFound');
  await expect(failing).rejects.not.toThrow('hunter2');
});

test('the right to read is for each parameter that is named, with or without a path', () => {
  expect(secretPermissions('arn:aws:ssm:eu-west-1:1', ['ssm:/a/b', 'ssm:c', 'https://x', 'ssm:c'])).toEqual([
    {
      actions: ['ssm:GetParameter'],
      resources: ['arn:aws:ssm:eu-west-1:1:parameter/a/b', 'arn:aws:ssm:eu-west-1:1:parameter/c'],
    },
  ]);
});
