import { crc32 } from 'node:zlib';

/** Magic, deflate, no flags, no time, no extra flags, unknown system (RFC 1952 2.3). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** Of a stored block (RFC 1951 3.2.4). */
const LONGEST_BLOCK = 65_535;
const BLOCK_HEADER = 5;
const TRAILER = 8;

/** Bytes as gzip that is not compressed: for a payload of a few lines, setting zlib up would cost more than all the rest. */
export function storedGzip(bytes: Buffer): Buffer {
  const blocks = Math.max(1, Math.ceil(bytes.length / LONGEST_BLOCK));
  const out = Buffer.allocUnsafe(HEADER.length + blocks * BLOCK_HEADER + bytes.length + TRAILER);
  let at = HEADER.copy(out);
  for (let from = 0, left = blocks; left > 0; from += LONGEST_BLOCK, left--) {
    const length = Math.min(LONGEST_BLOCK, bytes.length - from);
    at = out.writeUInt8(left === 1 ? 1 : 0, at);
    at = out.writeUInt16LE(length, at);
    at = out.writeUInt16LE(~length & 0xffff, at);
    at += bytes.copy(out, at, from, from + length);
  }
  at = out.writeUInt32LE(crc32(bytes), at);
  out.writeUInt32LE(bytes.length, at);
  return out;
}
