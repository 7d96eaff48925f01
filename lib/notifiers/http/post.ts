import { type Answer, type ExchangeOptions, exchange } from './exchange';

export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpReply {
  readonly status: number;
  /** Seconds the server asks for, `Retry-After` (RFC 9110 10.2.3) as a number; else null. */
  readonly retryAfter: number | null;
}

/** Rejects with an HttpError; its text never holds the URL, which may be a secret. */
export type Post = (request: HttpRequest) => Promise<HttpReply>;

/** Bytes read of an answer: only its status is looked at. */
const MOST = 16_384;

/** POSTs to allowed places only, see `exchange`. */
export const httpPost =
  (options: Omit<ExchangeOptions, 'most'>): Post =>
  async ({ url, headers, body }) => {
    const sent = { 'content-length': String(Buffer.byteLength(body)), ...headers };
    const answer = await exchange({ ...options, most: MOST }, { method: 'POST', url, headers: sent, body });
    return { status: answer.status, retryAfter: retryAfterOf(answer) };
  };

function retryAfterOf({ headers }: Answer): number | null {
  const text = headers['retry-after'];
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
