import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { LogBatch } from '../../lib/core/record';
import { decode } from '../../lib/sources';
import { decodeSubscription, encodeSubscription } from '../../lib/sources/cloudwatch-logs';
import { recordsOf } from '../support/builders';

const zipped = (text: string | Buffer) => ({ awslogs: { data: gzipSync(text).toString('base64') } });
const payload = (message: unknown) => zipped(JSON.stringify(message));

const event = (change: object = {}) => ({
  id: '36012345678901234567890123456789012345678901234567890123',
  timestamp: 1_700_000_000_000,
  message: 'Nov 20 06:00:00 web sshd[7]: Failed password for root from 192.0.2.1 port 4242 ssh2',
  ...change,
});

const message = (change: object = {}) => ({
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: '/var/log/secure',
  logStream: 'i-0abc',
  subscriptionFilters: ['fail2edge'],
  logEvents: [event()],
  ...change,
});

const decodedRecords = (given: unknown) => {
  const decoded = decodeSubscription(given);
  if (decoded.kind !== 'data') throw new Error(JSON.stringify(decoded));
  return { records: recordsOf(decoded.delivery.events), invalid: decoded.invalid };
};

describe('a subscription payload', () => {
  it('is a batch of one log stream', () => {
    expect(decodeSubscription(payload(message()))).toMatchObject({
      kind: 'data',
      invalid: 0,
      delivery: { owner: '123456789012', logGroup: '/var/log/secure', logStream: 'i-0abc' },
    });
  });

  it('is found by the registry', () => {
    expect(decode(payload(message()))).toEqual(decodeSubscription(payload(message())));
    expect(decode({})).toEqual({ kind: 'rejected', reason: expect.any(String) });
  });

  it('may be CloudWatch asking whether anybody is there', () => {
    const control = { messageType: 'CONTROL_MESSAGE', logEvents: [event({ id: '', message: 'checking' })] };
    expect(decodeSubscription(payload(message(control)))).toEqual({ kind: 'control' });
  });

  it('may hold no events', () => {
    expect(decodedRecords(payload(message({ logEvents: [] })))).toEqual({ records: [], invalid: 0 });
  });

  it('may carry more fields, of the message and of its events', () => {
    const events = [event({ extractedFields: { a: '1' } })];
    const more = message({ logEvents: events, policyLevel: 'ACCOUNT_LEVEL_POLICY', anything: { at: ['all'] } });
    expect(decodedRecords(payload(more))).toEqual({ records: [event()], invalid: 0 });
  });

  it('keeps a record one record, however many line feeds and quotes are in it', () => {
    const text = 'one\ntwo "three" \\four\u2028\u0000\t{"id":"x"} é 😀 \ud800';
    expect(decodedRecords(payload(message({ logEvents: [event({ message: text })] }))).records).toEqual([
      event({ message: text }),
    ]);
  });

  it('is read by the fallback where the events are written with blanks', () => {
    expect(decodedRecords(zipped(JSON.stringify(message(), null, 2))).records).toEqual([event()]);
  });
});

describe('a bad event', () => {
  const bad: readonly (readonly [string, unknown])[] = [
    ['with a numeric id', event({ id: 36_012_345_678 })],
    ['without an id', event({ id: undefined })],
    ['with an empty id', event({ id: '' })],
    ['with a time that is text', event({ timestamp: '1700000000000' })],
    ['with a time that is no whole number', event({ timestamp: 1.5 })],
    ['with a time before 1970', event({ timestamp: -1 })],
    ['with a time no double holds', event({ timestamp: 2 ** 60 })],
    ['without a message', event({ message: null })],
    ['that is null', null],
    ['that is text', 'event'],
    ['that is a list', [event()]],
  ];

  it.each(bad)('%s is left out and counted; the others of its batch are kept', (_, one) => {
    const good = event({ id: '2' });
    expect(decodedRecords(payload(message({ logEvents: [one, good, one] })))).toEqual({ records: [good], invalid: 2 });
  });

  it('that names __proto__ changes no prototype', () => {
    const events = '[{"__proto__":{"id":"9","polluted":true},"timestamp":1,"message":"m"}]';
    const text = JSON.stringify(message()).replace(
      /"logEvents":.*/,
      `"__proto__":{"polluted":true},"logEvents":${events}}`,
    );
    expect(decodedRecords(zipped(text))).toEqual({ records: [], invalid: 1 });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('what is no payload is rejected and never throws', () => {
  const rejected: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['text', 'H4sI'],
    ['an event of another service', { Records: [] }],
    ['data that is not text', { awslogs: { data: 5 } }],
    ['data that is empty', { awslogs: { data: '' } }],
    ['data that is not gzip', { awslogs: { data: Buffer.from('x'.repeat(100)).toString('base64') } }],
    ['gzip that is cut off', { awslogs: { data: gzipSync('x'.repeat(1000)).subarray(0, -9).toString('base64') } }],
    ['a broken check sum', { awslogs: { data: corrupted(JSON.stringify(message())) } }],
    ['text that is not JSON', zipped('{"messageType":')],
    ['JSON that is no message', zipped('[1,2]')],
    ['an unknown messageType', payload(message({ messageType: 'OTHER' }))],
    ['no owner', payload(message({ owner: undefined }))],
    ['a log group that is a number', payload(message({ logGroup: 7 }))],
    ['an empty log stream', payload(message({ logStream: '' }))],
    ['events that are no list', payload(message({ logEvents: { length: 1 } }))],
  ];

  it.each(rejected)('%s', (_, given) => {
    expect(decodeSubscription(given)).toEqual({ kind: 'rejected', reason: expect.any(String) });
  });

  it('a reason never quotes what the payload holds', () => {
    const given = payload(message({ messageType: 'secret-in-here' }));
    expect(JSON.stringify(decodeSubscription(given))).not.toContain('secret-in-here');
  });
});

/** The payload with a bit of its CRC turned. */
function corrupted(text: string): string {
  const bytes = gzipSync(text);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 8) ^ 1, bytes.length - 8);
  return bytes.toString('base64');
}

describe('a bomb', () => {
  const TOO_LARGE = { kind: 'rejected', reason: 'too large when decompressed' };

  it('that says its size is refused before anything is inflated', () => {
    expect(decodeSubscription(zipped(Buffer.alloc(33 * 1024 * 1024, 'a')))).toEqual(TOO_LARGE);
  });

  it('that lies about its size is stopped at the limit', () => {
    const bytes = gzipSync(Buffer.alloc(1024 * 1024, 'a'));
    bytes.writeUInt32LE(100, bytes.length - 4);
    const data = bytes.toString('base64');
    expect(decodeSubscription({ awslogs: { data } }, { maxBytes: 1024 * 512 })).toEqual(TOO_LARGE);
  });

  it('in several gzip members is stopped at the limit', () => {
    const data = Buffer.concat([gzipSync(Buffer.alloc(1024 * 1024, 'a')), gzipSync('b')]).toString('base64');
    expect(decodeSubscription({ awslogs: { data } }, { maxBytes: 1024 * 512 })).toEqual(TOO_LARGE);
  });

  it.each([
    ['deep', () => '['.repeat(100_000)],
    ['wide', (n: number) => '{},'.repeat(n / 3)],
    ['of commas', (n: number) => '0,'.repeat(n / 2)],
  ])('of JSON that is %s is refused before it is parsed', (_, bomb) => {
    const parse = jest.spyOn(JSON, 'parse');
    const given = zipped(`{"messageType":"DATA_MESSAGE","logEvents": [${bomb(8 * 1024 * 1024)}`);
    expect(decodeSubscription(given).kind).toBe('rejected');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it('of events without number is refused', () => {
    const events = '{"id":"1","timestamp":1,"message":""},'.repeat(300_000);
    const head = '{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s"';
    const text = `${head},"logEvents":[${events.slice(0, -1)}]}`;
    expect(decodeSubscription(zipped(text)).kind).toBe('rejected');
  });

  it('of a string that never ends is no JSON', () => {
    const endless = `{"messageType":"DATA_MESSAGE","logEvents": ["${'\\"'.repeat(8 * 1024 * 1024)}`;
    expect(decodeSubscription(zipped(endless)).kind).toBe('rejected');
  });

  it('in the base64 is refused by its length', () => {
    expect(decodeSubscription({ awslogs: { data: 'A'.repeat(7_000_000) } })).toEqual({
      kind: 'rejected',
      reason: 'too large',
    });
  });
});

describe('what we encode', () => {
  it('is decoded to the same batch', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1 });
    const record = fc.record({ id: text, timestamp: fc.nat({ max: 4e12 }), message: fc.string({ unit: 'binary' }) });
    const batch: fc.Arbitrary<LogBatch> = fc.record({
      owner: text,
      logGroup: text,
      logStream: text,
      records: fc.array(record),
    });
    await fc.assert(
      fc.property(batch, (given) => {
        const { records: _, ...stream } = given;
        const decoded = decodeSubscription(encodeSubscription(given));
        const records = decoded.kind === 'data' ? recordsOf(decoded.delivery.events) : [];
        expect(decoded).toMatchObject({ kind: 'data', delivery: stream, invalid: 0 });
        expect(records).toEqual(given.records);
      }),
    );
  });
});
