import { gzipSync } from 'node:zlib';
import type { Delivery, LogBatch } from '../core/record';
import { gunzipText } from './cloudwatch/gunzip';
import { parseMessage } from './cloudwatch/parse';
import { scanMessage } from './cloudwatch/scan';
import { storedGzip } from './cloudwatch/stored-gzip';
import { isObject } from './json/untrusted';
import type { Decoded, Source } from './source';

/** Bounds of what is believed of a payload's size. */
export interface DecodeLimits {
  /** Bytes of JSON after decompression. */
  readonly maxBytes: number;
}

const LIMITS: DecodeLimits = { maxBytes: 32 * 1024 * 1024 };

/** An invocation carries at most 6 MB (Lambda quota). */
const MAX_BASE64 = 6 * 1024 * 1024;

/**
 * Reads a CloudWatch Logs subscription's payload, `{"awslogs":{"data": base64 of gzip of JSON}}`
 * (docs.aws.amazon.com, CloudWatch Logs, "Log group-level subscription filters"). Never throws.
 */
export function decodeSubscription(payload: unknown, limits: DecodeLimits = LIMITS): Decoded {
  const data = isObject(payload) && isObject(payload.awslogs) ? payload.awslogs.data : undefined;
  if (typeof data !== 'string') return rejected('not a CloudWatch Logs subscription payload');
  if (data.length > MAX_BASE64) return rejected('too large');
  const unzipped = gunzipText(data, limits.maxBytes);
  return unzipped.kind === 'bad' ? rejected(unzipped.reason) : decodeMessage(unzipped.text);
}

function decodeMessage(text: string): Decoded {
  const message = scanMessage(text) ?? parseMessage(text);
  if (!message) return rejected('not a subscription message');
  const { messageType, owner, logGroup, logStream } = message.head;
  if (messageType === 'CONTROL_MESSAGE') return { kind: 'control' };
  if (messageType !== 'DATA_MESSAGE') return rejected('unknown messageType');
  if (!isName(owner) || !isName(logGroup) || !isName(logStream)) {
    return rejected('owner, logGroup or logStream is missing');
  }
  const delivery: Delivery = { owner, logGroup, logStream, events: message.events };
  return { kind: 'data', delivery, invalid: message.invalid };
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

const rejected = (reason: string): Decoded => ({ kind: 'rejected', reason });

/** What Lambda hands to the function that a subscription filter names. */
export interface SubscriptionPayload {
  readonly awslogs: { readonly data: string };
}

/** Without compression, a message of this length is far below what an invocation carries. */
const SMALL = 1 << 21;

/**
 * A batch as CloudWatch Logs would deliver it, in its field order; gzip level 1, as the speed of making it counts here.
 * @param stored what is small is not compressed at all: for whoever makes many and reads each at once
 */
export function encodeSubscription(
  { owner, logGroup, logStream, records }: LogBatch,
  stored: 'stored' | 'compressed' = 'compressed',
): SubscriptionPayload {
  const message = {
    messageType: 'DATA_MESSAGE',
    ...{ owner, logGroup, logStream },
    subscriptionFilters: ['fail2edge'],
    logEvents: records.map(({ id, timestamp, message }) => ({ id, timestamp, message })),
  };
  const text = JSON.stringify(message);
  const small = stored === 'stored' && text.length < SMALL;
  const zipped = small ? storedGzip(Buffer.from(text)) : gzipSync(text, { level: 1 });
  return { awslogs: { data: zipped.toString('base64') } };
}

export const cloudwatchLogs: Source = {
  name: 'cloudwatch-logs',
  kind: 'payload',
  decode: (payload) => decodeSubscription(payload),
};
