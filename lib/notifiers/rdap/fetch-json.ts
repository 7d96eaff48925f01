import { RDAP_HOSTS } from './bootstrap';

/** The part of `fetch` that is used; given from outside, so that tests have no network. */
export type Fetch = (
  url: string,
  init: { headers: Record<string, string>; redirect: 'manual'; signal: AbortSignal },
) => Promise<Response>;

/** Bytes read of an answer; the longest seen from a registry are near 60 KiB. */
const BYTES = 262_144;
/** Redirects followed (RFC 7480 5.2). */
const REDIRECTS = 3;

export interface JsonAnswer {
  readonly host: string;
  readonly body: unknown;
}

/**
 * GETs an RDAP answer. Only https, only registry hosts, on every hop; at most 3 redirects and 256 KiB.
 * @returns undefined for any answer that is not a JSON document with status 200. Rejects when `signal` aborts.
 */
export async function fetchJson(fetch: Fetch, start: string, signal: AbortSignal): Promise<JsonAnswer | undefined> {
  let url = allowed(start);
  for (let hop = 0; url && hop <= REDIRECTS; hop++) {
    const response = await fetch(url.href, {
      headers: { accept: 'application/rdap+json' },
      redirect: 'manual',
      signal,
    });
    if (response.status === 200) {
      const text = await readText(response, signal);
      return text === undefined ? undefined : { host: url.hostname, body: parsed(text) };
    }
    await response.body?.cancel();
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    url = location === null ? undefined : allowed(location, url);
  }
  return undefined;
}

/** The URL if a query may go there: a registry's host by https on its own port, without credentials. */
function allowed(text: string, base?: URL): URL | undefined {
  if (!URL.canParse(text, base?.href)) return undefined;
  const url = new URL(text, base);
  const plain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return plain && RDAP_HOSTS.has(url.hostname) ? url : undefined;
}

/** The body while it stays under the cap; a longer one is not read on. */
async function readText(response: Response, signal: AbortSignal): Promise<string | undefined> {
  if (!response.body) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream, which closes the connection.
  for await (const chunk of response.body) {
    signal.throwIfAborted();
    size += chunk.byteLength;
    if (size > BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
