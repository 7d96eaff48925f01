import type { DetectReply } from '../../lib/runtime/detect-handler';
import { withFailedDeliveries } from '../../lib/runtime/failed-deliveries';

const DONE: DetectReply = { kind: 'control' };
const lines = (data: string) => ({ awslogs: { data } });

/** What Lambda puts into the queue for an asynchronous invocation that it gave up on. */
const failure = (messageId: string, body: unknown) => ({
  ...{ messageId, eventSource: 'aws:sqs' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const ofDetect = (messageId: string, data: string) =>
  failure(messageId, {
    version: '1.0',
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: lines(data),
    responsePayload: { errorMessage: 'throttled' },
  });
const ofStream = (messageId: string) =>
  failure(messageId, { requestContext: { condition: 'RetryAttemptsExhausted' }, DDBStreamBatchInfo: { shardId: 's' } });

function setUp(detect: (payload: unknown) => Promise<DetectReply> = async () => DONE) {
  const payloads: unknown[] = [];
  const told: string[] = [];
  const handler = withFailedDeliveries(
    (payload) => {
      payloads.push(payload);
      return detect(payload);
    },
    (message) => told.push(message),
  );
  return { payloads, told, handler };
}

const stay = (...ids: readonly string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('deliveries that failed, brought back from the failures queue', () => {
  it('are detected as they were delivered, and leave the queue', async () => {
    const { handler, payloads } = setUp();
    expect(await handler({ Records: [ofDetect('1', 'a'), ofDetect('2', 'b')] })).toEqual(stay());
    expect(payloads).toEqual([lines('a'), lines('b')]);
  });

  it('stay in the queue when they fail again, and keep no other from its turn', async () => {
    const { handler, told } = setUp(async (payload) => {
      if (JSON.stringify(payload).includes('"b"')) throw new Error('throttled');
      return DONE;
    });
    const Records = ['a', 'b', 'c'].map((data) => ofDetect(`of ${data}`, data));
    expect(await handler({ Records })).toEqual(stay('of b'));
    expect(told).toEqual(['of b stays in the failures queue: throttled']);
  });

  it('that are refused for good leave the queue: no retry makes them better', async () => {
    const { handler } = setUp(async () => ({ kind: 'rejected', reason: 'too large' }));
    expect(await handler({ Records: [ofDetect('1', 'a')] })).toEqual(stay());
  });

  it.each([
    ['a batch of the stream', ofStream('1')],
    ['text', failure('1', 'hello')],
    ['null', failure('1', 'null')],
    ['a payload that is no delivery', failure('1', { requestPayload: { Records: [] } })],
  ])('%s is not ours and stays', async (_, message) => {
    const { handler, payloads, told } = setUp();
    expect(await handler({ Records: [message] })).toEqual(stay('1'));
    expect([payloads.length, told.length]).toEqual([0, 1]);
  });
});

describe('whatever else comes', () => {
  it.each([
    ['a delivery', lines('a')],
    ['nothing', undefined],
    ['null', null],
    ['no records', { Records: [] }],
    ['records of another source', { Records: [{ eventSource: 'aws:dynamodb' }] }],
    ['null among records', { Records: [null] }],
  ])('goes to detect as it is: %s', async (_, event) => {
    const { handler, payloads } = setUp();
    expect(await handler(event)).toEqual(DONE);
    expect(payloads).toEqual([event]);
  });

  it('and fails as it fails', async () => {
    const { handler } = setUp(() => Promise.reject(new Error('throttled')));
    await expect(handler(lines('a'))).rejects.toThrow('throttled');
  });
});
