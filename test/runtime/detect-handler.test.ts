import { gzipSync } from 'node:zlib';
import type { DetectReport } from '../../lib/app/detect/ports';
import type { Delivery } from '../../lib/core/record';
import { detectHandler } from '../../lib/runtime/detect-handler';
import { encodeSubscription } from '../../lib/sources/cloudwatch-logs';
import { aBatch, recordsOf } from '../support/builders';

const REPORT: DetectReport = { records: 1, matched: 1, ignored: 0, missed: 0, banned: 0 };

function setUp(detect: (batch: Delivery) => Promise<DetectReport> = async () => REPORT, logGroups?: readonly string[]) {
  const batches: Delivery[] = [];
  const refused: string[] = [];
  const flushes = { count: 0 };
  const handler = detectHandler({
    detect: (batch) => {
      batches.push(batch);
      return detect(batch);
    },
    ownAccount: '111122223333',
    ...(logGroups && { logGroups: new Set(logGroups) }),
    onRefused: (reason, events) => void refused.push(`${reason} (${events})`),
    flush: () => {
      flushes.count++;
    },
  });
  return { batches, refused, flushes, handler };
}

const packed = (message: unknown) => ({ awslogs: { data: gzipSync(JSON.stringify(message)).toString('base64') } });
const batch = aBatch([[1000, 'bad login of root from 192.0.2.1']]);

describe('a delivery', () => {
  it('of our own account is detected, and its metrics are written', async () => {
    const { batches, flushes, handler } = setUp();
    expect(await handler(encodeSubscription(batch))).toEqual({ kind: 'detected', ...REPORT });
    expect(batches.map(({ events, ...stream }) => ({ ...stream, records: recordsOf(events) }))).toEqual([batch]);
    expect(flushes.count).toBe(1);
  });

  it('of another account is refused and told: nobody feeds us his lines', async () => {
    const { batches, refused, handler } = setUp();
    const foreign = encodeSubscription({ ...batch, owner: '999988887777' });
    expect(await handler(foreign)).toEqual({ kind: 'rejected', reason: 'log group of another account' });
    expect([batches, refused]).toEqual([[], ['log group of another account (1)']]);
  });

  it('of a log group that no jail watches is refused and told, whoever subscribed it', async () => {
    const { batches, refused, handler } = setUp(undefined, ['/auth']);
    const reason = 'no jail watches the log group app';
    expect(await handler(encodeSubscription(batch))).toEqual({ kind: 'rejected', reason });
    expect([batches, refused]).toEqual([[], [`${reason} (1)`]]);
    expect(await handler(encodeSubscription({ ...batch, logGroup: '/auth' }))).toMatchObject({ kind: 'detected' });
  });

  it('that only tests the way is answered and counted nowhere', async () => {
    const { batches, refused, handler } = setUp();
    const control = {
      messageType: 'CONTROL_MESSAGE',
      owner: 'CloudwatchLogs',
      logGroup: '',
      logStream: '',
      logEvents: [],
    };
    expect(await handler(packed(control))).toEqual({ kind: 'control' });
    expect([batches, refused]).toEqual([[], []]);
  });

  it.each([
    ['nothing', undefined],
    ['no payload of a subscription', { Records: [] }],
    ['text that is no base64 of gzip', { awslogs: { data: '%%%' } }],
    ['gzip of no JSON', { awslogs: { data: gzipSync('{{{').toString('base64') } }],
    ['another message', packed({ messageType: 'OTHER' })],
    ['no owner', packed({ messageType: 'DATA_MESSAGE', logGroup: 'g', logStream: 's', logEvents: [] })],
  ])('that holds %s is refused, not thrown: no retry makes it better', async (_, payload) => {
    const { batches, refused, flushes, handler } = setUp();
    expect(await handler(payload)).toMatchObject({ kind: 'rejected' });
    expect([batches, refused.length, flushes.count]).toEqual([[], 1, 1]);
  });

  it('with events nobody can read tells how many, and detects the others', async () => {
    const { batches, refused, handler } = setUp();
    const good = { id: 'a', timestamp: 1000, message: 'line' };
    const head = { messageType: 'DATA_MESSAGE', owner: '111122223333', logGroup: 'app', logStream: 'i-1' };
    const logEvents = [good, { id: 5 }, null, { ...good, id: 'b' }];
    expect(await handler(packed({ ...head, logEvents }))).toMatchObject({ kind: 'detected' });
    expect(batches.flatMap(({ events }) => recordsOf(events).map(({ id }) => id))).toEqual(['a', 'b']);
    expect(refused).toEqual(['invalid events (2)']);
  });

  it('that the table fails on is thrown: Lambda delivers it again; what was counted is still written', async () => {
    const { flushes, handler } = setUp(() => Promise.reject(new Error('throttled')));
    await expect(handler(encodeSubscription(batch))).rejects.toThrow('throttled');
    expect(flushes.count).toBe(1);
  });
});
