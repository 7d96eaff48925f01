import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { type Answering, answerCustomResource, type Provider } from '../../lib/runtime/custom-resource';

const TYPE = 'Custom::Fail2edgeThing';

function request(
  RequestType: 'Create' | 'Update' | 'Delete',
  { id, ...over }: { id?: string } & Partial<CloudFormationCustomResourceEvent> = {},
): CloudFormationCustomResourceEvent {
  return {
    ...{ RequestType, ServiceToken: 'arn:setup', ResponseURL: 'https://answers.example/1?signature=abc' },
    ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Thing', ResourceType: TYPE },
    ResourceProperties: { ServiceToken: 'arn:setup', size: '3' },
    OldResourceProperties: { ServiceToken: 'arn:setup', size: '2' },
    ...(id === undefined ? {} : { PhysicalResourceId: id }),
    ...over,
  } as CloudFormationCustomResourceEvent;
}

function setUp(over: Partial<Provider<unknown>> = {}, wait?: Answering['wait']) {
  const calls: unknown[][] = [];
  const provider: Provider<unknown> = {
    create: async (...given) => {
      calls.push(['create', ...given]);
      return { physicalId: 'made' };
    },
    update: async (...given) => {
      calls.push(['update', ...given]);
      return { physicalId: 'changed' };
    },
    delete: async (...given) => {
      calls.push(['delete', ...given]);
    },
    ...over,
  };
  const answers: { url: string; body: Record<string, unknown> }[] = [];
  const ask = async (event: CloudFormationCustomResourceEvent) => {
    const answer = async (url: string, body: string) => void answers.push({ url, body: JSON.parse(body) });
    await answerCustomResource(event, { [TYPE]: provider }, { answer, remaining: () => 120, ...(wait && { wait }) });
    return answers.at(-1)?.body;
  };
  return { calls, answers, ask };
}

const same = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Thing' };

describe('a custom resource is answered', () => {
  it('create: with the name it got, at the URL it was asked from, without the service token among its properties', async () => {
    const { calls, answers, ask } = setUp();
    expect(await ask(request('Create'))).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'made', ...same });
    expect(calls).toEqual([['create', { size: '3' }]]);
    expect(answers[0]?.url).toBe('https://answers.example/1?signature=abc');
  });

  it('update: with the name it has from now on, and told what it was before', async () => {
    const { calls, ask } = setUp();
    expect(await ask(request('Update', { id: 'made' }))).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'changed',
    });
    expect(calls).toEqual([['update', 'made', { size: '3' }, { size: '2' }]]);
  });

  it('delete: with the name that is gone', async () => {
    const { calls, ask } = setUp();
    expect(await ask(request('Delete', { id: 'made' }))).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'made',
    });
    expect(calls).toEqual([['delete', 'made', { size: '3' }]]);
  });
});

describe('a failure is answered, too: a stack waits an hour for no answer', () => {
  const failing = () => Promise.reject(new Error('WAF says no'));

  it('with its reason', async () => {
    const { ask } = setUp({ create: failing, update: failing, delete: failing });
    expect(await ask(request('Create'))).toMatchObject({ Status: 'FAILED', Reason: 'WAF says no', ...same });
    for (const kind of ['Update', 'Delete'] as const) {
      expect(await ask(request(kind, { id: 'made' }))).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'made' });
    }
  });

  it('and what never was made is deleted by doing nothing', async () => {
    const { calls, ask } = setUp({ create: failing });
    const answer = await ask(request('Create'));
    const id = String(answer?.PhysicalResourceId);
    expect(id).not.toBe('');
    expect(await ask(request('Delete', { id }))).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id });
    expect(calls).toEqual([]);
  });

  it('and what may be half made under a name it always has is deleted under that name', async () => {
    const { calls, ask } = setUp({ create: failing, physicalId: 'always' });
    expect(await ask(request('Create'))).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'always' });
    expect(await ask(request('Delete', { id: 'always' }))).toMatchObject({ Status: 'SUCCESS' });
    expect(calls).toEqual([['delete', 'always', { size: '3' }]]);
  });

  it('of any size and kind, within the 4 KB an answer may have', async () => {
    const long = setUp({ create: () => Promise.reject(new Error('é'.repeat(10_000))) });
    expect(Buffer.byteLength(JSON.stringify(await long.ask(request('Create'))))).toBeLessThan(4096);
    const text = setUp({ create: () => Promise.reject('no Error at all') });
    expect(await text.ask(request('Create'))).toMatchObject({ Status: 'FAILED', Reason: 'no Error at all' });
  });

  it('before the function’s time is over: what takes longer is told as such', async () => {
    const waits: number[] = [];
    const never = () => new Promise<never>(() => undefined);
    const { ask } = setUp({ update: never }, async (seconds) => waits.push(seconds));
    expect(await ask(request('Update', { id: 'made' }))).toMatchObject({
      ...{ Status: 'FAILED', PhysicalResourceId: 'made', Reason: expect.stringContaining('time was over') },
    });
    expect(waits).toEqual([110]);
  });

  it('for a type nobody provides', async () => {
    const { ask } = setUp();
    const answer = await ask(request('Create', { ResourceType: 'Custom::Other' } as never));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'no such resource type: Custom::Other' });
  });

  it('also where the type is the name of something every object has', async () => {
    const { ask } = setUp();
    for (const ResourceType of ['constructor', 'toString', '__proto__']) {
      expect(await ask(request('Create', { ResourceType } as never))).toMatchObject({
        ...{ Status: 'FAILED', Reason: `no such resource type: ${ResourceType}` },
      });
    }
  });
});
