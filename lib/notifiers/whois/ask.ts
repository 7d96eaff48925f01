import { addAbortSignal, type Duplex } from 'node:stream';
import { parseAddress } from '../../core/address';
import { isPublic } from './public-address';

/** The network, given from outside: tests put servers on the loopback in its place. */
export interface WhoisNet {
  /** Addresses of a host name. */
  resolve(host: string): Promise<readonly string[]>;
  /** A TCP connection to port 43 of this address; it is never asked for another port. */
  connect(address: string, port: 43): Duplex;
}

export interface WhoisText {
  readonly text: string;
  readonly truncated: boolean;
}

/** Bytes read of one answer. */
const BYTES = 65_536;

/**
 * One whois query (RFC 3912) to an allow-listed host. The name is resolved here and the connection goes to the address that
 * was checked, so that no second resolution can lead elsewhere (private, link-local). A longer answer is cut at 64 KiB.
 * @returns undefined when there is no public address, no connection or no answer. Rejects when `signal` aborts.
 */
export async function ask(
  net: WhoisNet,
  host: string,
  query: string,
  signal: AbortSignal,
): Promise<WhoisText | undefined> {
  try {
    const address = await unlessAborted(publicAddressOf(net, host), signal);
    if (address === undefined) return undefined;
    return await read(addAbortSignal(signal, net.connect(address, 43)), query);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

/** The first one; none when any of them is not public: a registry's name never resolves to such an address. */
async function publicAddressOf(net: WhoisNet, host: string): Promise<string | undefined> {
  const texts = await net.resolve(host);
  const allPublic = texts.every((text) => {
    const address = parseAddress(text);
    return address !== undefined && isPublic(address);
  });
  return allPublic ? texts[0] : undefined;
}

async function read(socket: Duplex, query: string): Promise<WhoisText | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    socket.write(`${query}\r\n`);
    for await (const chunk of socket) {
      const bytes = Buffer.from(chunk);
      chunks.push(bytes.subarray(0, BYTES - size));
      size += bytes.length;
      if (size > BYTES) break;
    }
  } finally {
    socket.destroy();
  }
  return size === 0 ? undefined : { text: decoded(Buffer.concat(chunks)), truncated: size > BYTES };
}

/** Registries answer in UTF-8 or, older records, Latin-1. */
function decoded(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

/** `work`, or a rejection as soon as the signal aborts: name servers keep no deadline. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
