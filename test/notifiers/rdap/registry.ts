import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch } from '../../../lib/notifiers/rdap/fetch-json';

/** An RDAP server on the loopback, and a `fetch` that reaches it under any https name, noting where it was sent. */
export interface RdapServer {
  readonly fetch: Fetch;
  readonly asked: string[];
  readonly accepted: (string | undefined)[];
  close(): Promise<void>;
}

export async function rdapServer(listener: RequestListener): Promise<RdapServer> {
  const accepted: (string | undefined)[] = [];
  const server: Server = createServer((request, response) => {
    accepted.push(request.headers.accept);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const asked: string[] = [];
  return {
    asked,
    accepted,
    fetch: (url, init) => {
      asked.push(url);
      const { pathname } = new URL(url);
      return fetch(`http://127.0.0.1:${port}${pathname}`, init);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** An answer in the shape of RFC 9083 5.4, abuse contact nested in the holder's entity. */
export const anAnswer = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  objectClassName: 'ip network',
  handle: 'NET-193-0-0-0-1',
  startAddress: '193.0.0.0',
  endAddress: '193.0.7.255',
  name: 'EXAMPLE-NET',
  country: 'nl',
  entities: [
    {
      objectClassName: 'entity',
      roles: ['registrant'],
      vcardArray: [
        'vcard',
        [
          ['version', {}, 'text', '4.0'],
          ['email', {}, 'text', 'owner@example.net'],
        ],
      ],
      entities: [
        {
          objectClassName: 'entity',
          roles: ['abuse'],
          vcardArray: [
            'vcard',
            [
              ['fn', {}, 'text', 'Abuse'],
              ['email', { pref: '1' }, 'text', 'abuse@example.net'],
            ],
          ],
        },
      ],
    },
  ],
  ...parts,
});
