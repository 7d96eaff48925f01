import { isAscii } from 'node:buffer';
import { gunzipSync } from 'node:zlib';

export type Text = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'bad'; readonly reason: string };

/** Below this zlib's own chunk is as good, and a trailer that lies low must not make it work in crumbs. */
const LEAST_CHUNK = 16 * 1024;

/**
 * Base64 of gzip of UTF-8, in one output buffer: its size stands in the trailer (ISIZE, RFC 1952 2.3.1). The trailer is
 * only a hint: it is clamped, and what is really inflated never passes `maxBytes`.
 */
export function gunzipText(base64: string, maxBytes: number): Text {
  const zipped = Buffer.from(base64, 'base64');
  if (zipped.length < 18) return { kind: 'bad', reason: 'not gzip' };
  const size = zipped.readUInt32LE(zipped.length - 4);
  if (size > maxBytes) return { kind: 'bad', reason: 'too large when decompressed' };
  try {
    // One byte more than the output: zlib would ask for a second buffer when the first is exactly full.
    const bytes = gunzipSync(zipped, { chunkSize: Math.max(size + 1, LEAST_CHUNK), maxOutputLength: maxBytes });
    return { kind: 'text', text: isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { kind: 'bad', reason: code === 'ERR_BUFFER_TOO_LARGE' ? 'too large when decompressed' : 'not gzip' };
  }
}
