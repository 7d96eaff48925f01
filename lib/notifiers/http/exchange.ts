import { lookup } from 'node:dns/promises';
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { allowedUrl, isAllowed, type Reach } from './address';

export interface ExchangeOptions extends Reach {
  /** Milliseconds a request may take, its answer included. */
  readonly timeout: number;
  /** Bytes read of an answer. */
  readonly most: number;
  /** Addresses of a host name. @default the system's resolver */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Whether the answer was longer than what is kept of it. */
  readonly truncated: boolean;
  readonly headers: IncomingMessage['headers'];
}

/** No answer could be had. `code` is Node's (`ECONNREFUSED`), or `refused-address`, `timeout`; never the URL. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/**
 * One request, to allowed places only. The name is resolved here and the connection goes to an address that was checked,
 * so that no name leads into a private network; a redirect is an answer, it is never followed. Rejects with an HttpError.
 */
export async function exchange(options: ExchangeOptions, { method, url: text, headers, body }: Sent): Promise<Answer> {
  const url = allowedUrl(text, options);
  if (!url) throw new HttpError('refused-address');
  const signal = AbortSignal.timeout(options.timeout);
  const init: RequestOptions = { method, headers, signal, agent: false, lookup: checkedLookup(options) };
  try {
    const response = await send(url, init, body);
    return { status: response.statusCode ?? 0, headers: response.headers, ...(await read(response, options.most)) };
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(signal.aborted ? 'timeout' : ((error as NodeJS.ErrnoException).code ?? 'failed'));
  }
}

function send(url: URL, init: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? tlsRequest : plainRequest)(url, init, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

const systemResolve = async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address);

/** Hands out only addresses that were checked. */
function checkedLookup(options: ExchangeOptions): LookupFunction {
  return (host, { all }, callback) => {
    addressesOf(options, host).then(
      (found) => (all ? callback(null, found) : callback(null, found[0]?.address ?? '', found[0]?.family)),
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}

/** All addresses of the name must be allowed: one that is not shows that somebody plays with the name. */
async function addressesOf({ resolve = systemResolve, ...reach }: ExchangeOptions, host: string) {
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new HttpError('ENOTFOUND');
  if (!addresses.every((address) => isAllowed(address, reach))) throw new HttpError('refused-address');
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

async function read(response: IncomingMessage, most: number): Promise<Pick<Answer, 'body' | 'truncated'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const chunk of response) {
    const bytes = chunk as Buffer;
    chunks.push(bytes.subarray(0, Math.max(0, most - size)));
    size += bytes.length;
    if (size > most) break;
  }
  return { body: Buffer.concat(chunks).toString('utf8'), truncated: size > most };
}
