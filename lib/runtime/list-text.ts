import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ExchangeOptions, exchange } from '../notifiers/http/exchange';

/** Bytes of a list: 20,000 IPv6 ranges with long comments. */
const MOST = 5 * 1024 * 1024;

/** The text of a list that is kept elsewhere. @throws when it cannot be had as a whole: half a list would lift bans. */
export type ListText = (location: string) => Promise<string>;

export const listText =
  (s3: () => Pick<S3Client, 'send'>, options: Omit<ExchangeOptions, 'most'>): ListText =>
  (location) =>
    location.startsWith('s3://') ? fromS3(s3(), location) : fromWeb(options, location);

async function fromS3(s3: Pick<S3Client, 'send'>, location: string): Promise<string> {
  const { hostname: Bucket, pathname } = new URL(location);
  const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket, Key: pathname.slice(1) }));
  if (ContentLength > MOST) throw new Error(`${location} has ${ContentLength} bytes, at most ${MOST} are read`);
  return (await Body?.transformToString()) ?? '';
}

async function fromWeb(options: Omit<ExchangeOptions, 'most'>, url: string): Promise<string> {
  const headers = { 'user-agent': 'fail2edge', accept: 'text/plain, */*' };
  const {
    status,
    body,
    truncated,
    headers: answered,
  } = await exchange({ ...options, most: MOST }, { method: 'GET', url, headers });
  if (status >= 300 && status < 400) throw new Error(`${url} leads elsewhere: write the address it leads to as list`);
  if (status !== 200) throw new Error(`${url} answered ${status}`);
  const promised = Number(answered['content-length'] ?? Buffer.byteLength(body));
  if (truncated || Buffer.byteLength(body) < promised) throw new Error(`${url} is longer than what came of it`);
  return body;
}
