import { connect } from 'node:net';

/** What a client says: the next bytes each time the server has said something, then goodbye. */
export interface Conversation {
  readonly port: number;
  readonly localAddress: string;
  readonly says: readonly Buffer[];
  /** Ends without having said all, when the server says nothing for so many milliseconds. */
  readonly silence?: number;
}

/** @returns everything the server said. */
export function converse({ port, localAddress, says, silence = 8_000 }: Conversation): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress });
    const left = [...says];
    let heard = '';
    socket.setTimeout(silence, () => socket.destroy());
    socket.on('data', (data) => {
      heard += data.toString('latin1');
      if (!heard.endsWith('\n')) return;
      const next = left.shift();
      if (next) socket.write(next);
      else socket.end();
    });
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(heard));
  });
}

/** A line of a protocol that ends lines with CR LF. */
export const line = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([...parts.map((part) => Buffer.from(part)), Buffer.from('\r\n')]);
