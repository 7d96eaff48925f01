import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { mpint, uint32 } from './wire';

const BLOCK = 16;
const MAC = 32;

/** What both sides know after the key exchange (RFC 4253, section 7.2). */
export interface Secret {
  readonly shared: Buffer;
  readonly hash: Buffer;
}

/** A payload in the packet of RFC 4253, section 6, whose length is a multiple of `block`. */
export function packet(payload: Buffer, block: number): Buffer {
  const padding = block - ((payload.length + 5) % block) + (((payload.length + 5) % block) + 4 > block - 4 ? block : 0);
  return Buffer.concat([uint32(payload.length + padding + 1), Buffer.of(padding), payload, randomBytes(padding)]);
}

function derive({ shared, hash }: Secret, letter: string, length: number): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([mpint(shared), hash, Buffer.from(letter), hash]))
    .digest()
    .subarray(0, length);
}

/** aes128-ctr and hmac-sha2-256 from client to server. */
export function sealer(secret: Secret, firstNumber: number): (payload: Buffer) => Buffer {
  const cipher = createCipheriv('aes-128-ctr', derive(secret, 'C', BLOCK), derive(secret, 'A', BLOCK));
  const key = derive(secret, 'E', MAC);
  let number = firstNumber;
  return (payload) => {
    const plain = packet(payload, BLOCK);
    const mac = createHmac('sha256', key).update(uint32(number++)).update(plain).digest();
    return Buffer.concat([cipher.update(plain), mac]);
  };
}

/** The other way; the MAC is not checked: the server is ours. */
export function opener(secret: Secret) {
  const cipher = createDecipheriv('aes-128-ctr', derive(secret, 'D', BLOCK), derive(secret, 'B', BLOCK));
  let head: Buffer | undefined;
  /** The next payload and what is left of the bytes, or undefined while it is not complete. */
  return (bytes: Buffer): { readonly payload: Buffer; readonly rest: Buffer } | undefined => {
    if (!head && bytes.length < BLOCK) return undefined;
    head ??= cipher.update(bytes.subarray(0, BLOCK));
    const length = head.readUInt32BE(0) + 4;
    if (bytes.length < length + MAC) return undefined;
    const plain = Buffer.concat([head, cipher.update(bytes.subarray(BLOCK, length))]);
    head = undefined;
    return { payload: plain.subarray(5, length - (plain[4] ?? 0)), rest: bytes.subarray(length + MAC) };
  };
}

/** The next payload before keys are in use. */
export function plainPacket(bytes: Buffer): { readonly payload: Buffer; readonly rest: Buffer } | undefined {
  if (bytes.length < 5) return undefined;
  const length = bytes.readUInt32BE(0) + 4;
  if (bytes.length < length) return undefined;
  return { payload: bytes.subarray(5, length - (bytes[4] ?? 0)), rest: bytes.subarray(length) };
}
