import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { allowedUrl, isAllowed, type Reach } from './address';

export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpReply {
  readonly status: number;
  /** At most 16 KiB of it. */
  readonly body: string;
  /** Seconds the server asks for, `Retry-After` (RFC 9110 10.2.3) as a number; else null. */
  readonly retryAfter: number | null;
}

/** Rejects with an HttpError; its text never holds the URL, which may be a secret. */
export type Post = (request: HttpRequest) => Promise<HttpReply>;

/** No answer could be had. `code` is Node's (`ECONNREFUSED`), or `refused-address`, `timeout`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export interface PostOptions extends Reach {
  /** Milliseconds a request may take, its answer included. */
  readonly timeout: number;
  /** Addresses of a host name. @default the system's resolver */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

const BODY = 16_384;

const systemResolve = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * POSTs to allowed places only. The name is resolved here and the connection goes to an address that was checked, so
 * that no name leads into a private network; a redirect is an answer, it is never followed.
 */
export function httpPost(options: PostOptions): Post {
  const { timeout, resolve = systemResolve } = options;
  return async ({ url: text, headers, body }) => {
    const url = allowedUrl(text, options);
    if (!url) throw new HttpError('refused-address');
    const signal = AbortSignal.timeout(timeout);
    const sent = { 'content-length': String(Buffer.byteLength(body)), ...headers };
    const init: RequestOptions = {
      method: 'POST',
      headers: sent,
      signal,
      agent: false,
      lookup: checkedLookup(options, resolve),
    };
    try {
      const response = await send(url, init, body);
      return { status: response.statusCode ?? 0, body: await readSome(response), retryAfter: retryAfterOf(response) };
    } catch (error) {
      if (error instanceof HttpError) throw error;
      throw new HttpError(signal.aborted ? 'timeout' : ((error as NodeJS.ErrnoException).code ?? 'failed'));
    }
  };
}

function send(url: URL, init: RequestOptions, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? tlsRequest : plainRequest)(url, init, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

/** Hands out only addresses that were checked. */
function checkedLookup(reach: Reach, resolve: NonNullable<PostOptions['resolve']>): LookupFunction {
  return (host, { all }, callback) => {
    addressesOf(reach, host, resolve).then(
      (found) => (all ? callback(null, found) : callback(null, found[0]?.address ?? '', found[0]?.family)),
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

/** All addresses of the name must be allowed: one that is not shows that somebody plays with the name. */
async function addressesOf(reach: Reach, host: string, resolve: NonNullable<PostOptions['resolve']>) {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new HttpError('ENOTFOUND');
  if (!addresses.every((address) => isAllowed(address, reach))) throw new HttpError('refused-address');
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

async function readSome(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const chunk of response) {
    const bytes = chunk as Buffer;
    chunks.push(bytes.subarray(0, BODY - size));
    size += bytes.length;
    if (size >= BODY) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function retryAfterOf({ headers }: IncomingMessage): number | null {
  const text = headers['retry-after'];
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
