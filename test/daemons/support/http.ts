import { connect } from 'node:net';

/** Sends these bytes from an address and waits until the server hangs up. @returns the status; 0: the answer has none. */
export function send(
  { port, localAddress }: { readonly port: number; readonly localAddress: string },
  bytes: Buffer,
): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress });
    socket.setTimeout(5_000, () => socket.destroy());
    socket.once('error', () => socket.destroy());
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.once('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0)));
    socket.end(bytes);
  });
}
