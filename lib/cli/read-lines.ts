import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { LONGEST_EVENT } from '../core/record';
import { fileError } from './file-error';

/**
 * The lines of a file, a few thousand at a time: split at LF, one trailing CR dropped, an empty line is a line, bytes
 * that are not UTF-8 replaced, no line longer than `LONGEST_EVENT`. `-` is standard input; a gzipped file is recognised by its first bytes.
 */
export async function* readLines(file: string, onRead?: OnRead): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunksOf(file, onRead)) {
    // Only what is new is searched: a line of many chunks would else be searched once for each of them.
    const lines = decoder.write(chunk as Buffer).split('\n');
    lines[0] = continuedBy(rest, lines[0] ?? '');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map(lineOf);
  }
  rest = continuedBy(rest, decoder.end());
  if (rest !== '') yield [lineOf(rest)];
}

/** Of a line that is too long already nothing more is kept: a file may be one line. */
const continuedBy = (rest: string, more: string): string => (rest.length > LONGEST_EVENT ? rest : rest + more);

function lineOf(text: string): string {
  const line = withoutCarriageReturn(text);
  return line.length > LONGEST_EVENT ? line.slice(0, LONGEST_EVENT) : line;
}

/** Told how many bytes of the file, as it lies there, were read. */
type OnRead = (bytes: number) => void;

const withoutCarriageReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

async function* chunksOf(file: string, onRead: OnRead | undefined): AsyncGenerator<unknown> {
  try {
    yield* await openLog(file, onRead);
  } catch (error) {
    throw fileError(`${file === '-' ? 'standard input' : JSON.stringify(file)} cannot be read`, error);
  }
}

const GZIP_MAGIC = [0x1f, 0x8b] as const;

async function openLog(file: string, onRead: OnRead | undefined): Promise<AsyncIterable<unknown>> {
  const raw: Readable = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
  const chunks = raw[Symbol.asyncIterator]();
  const first = await chunks.next();
  const head = first.done ? Buffer.alloc(0) : (first.value as Buffer);
  const whole = continued(head, chunks, onRead);
  if (head[0] !== GZIP_MAGIC[0] || head[1] !== GZIP_MAGIC[1]) return whole;
  const gunzip = createGunzip();
  pump(whole, gunzip).catch((error: Error) => gunzip.destroy(error));
  return gunzip;
}

async function* continued(
  head: Buffer,
  chunks: AsyncIterator<unknown>,
  onRead: OnRead = () => undefined,
): AsyncGenerator<Buffer> {
  onRead(head.length);
  if (head.length > 0) yield head;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const chunk = next.value as Buffer;
    onRead(chunk.length);
    yield chunk;
  }
}

async function pump(from: AsyncIterable<Buffer>, to: NodeJS.WritableStream): Promise<void> {
  for await (const chunk of from) {
    if (!to.write(chunk)) await new Promise((drained) => to.once('drain', drained));
  }
  to.end();
}

/** The lines of a file, or of standard input for `-`; undefined: there is no such file. */
export function logFile(path: string, onRead?: OnRead): AsyncIterable<readonly string[]> | undefined {
  return path === '-' || isFile(path) ? readLines(path, onRead) : undefined;
}

/** A log line given in place of a file can be any text: too long for a path, or with characters no path has. */
function isFile(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}
