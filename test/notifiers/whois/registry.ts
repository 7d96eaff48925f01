import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { WhoisNet } from '../../../lib/notifiers/whois/ask';

type Answer = string | ((socket: Socket) => void);

export interface WhoisServers extends WhoisNet {
  /** Queries as they came, with the host they came to. */
  readonly asked: string[];
  readonly ports: number[];
  /** What a name resolves to, where it is not the host's own public address. */
  readonly names: Map<string, readonly string[]>;
  close(): Promise<void>;
}

/** Whois servers on the loopback, one for each host name, behind addresses that look public. */
export async function whoisServers(answers: Readonly<Record<string, Answer>>): Promise<WhoisServers> {
  const asked: string[] = [];
  const ports: number[] = [];
  const sockets = new Set<Socket>();
  const targets = new Map<string, number>();
  const own = new Map<string, string>();
  const servers = await Promise.all(
    Object.entries(answers).map(async ([host, answer], index) => {
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.once('data', (query) => {
          asked.push(`${host}: ${query.toString()}`);
          if (typeof answer === 'string') socket.end(answer);
          else answer(socket);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      own.set(host, `198.51.100.${index + 1}`);
      targets.set(`198.51.100.${index + 1}`, (server.address() as AddressInfo).port);
      return server;
    }),
  );
  const names = new Map<string, readonly string[]>();
  return {
    asked,
    ports,
    names,
    resolve: async (host) => {
      const address = own.get(host);
      if (address === undefined) throw new Error('ENOTFOUND');
      return names.get(host) ?? [address];
    },
    connect: (address, port) => {
      ports.push(port);
      return connect(targets.get(address) ?? 1, '127.0.0.1');
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** Answers in the registries' forms, written for these tests. */
export const ianaRefersTo = (host: string): string =>
  `% IANA WHOIS server\r\n\r\nrefer:        ${host}\r\n\r\ninetnum:      192.0.0.0 - 192.255.255.255\r\n`;

export const RIPE_ANSWER = [
  '% This is the RIPE Database query service.',
  '',
  "% Abuse contact for '192.0.2.0 - 192.0.2.255' is 'abuse@example.net'",
  '',
  'inetnum:        192.0.2.0 - 192.0.2.255',
  'netname:        EXAMPLE-NET',
  'country:        NL # EU',
  'status:         ASSIGNED PA',
  '',
  'route:          192.0.2.0/24',
  'origin:         AS64500',
  '',
].join('\r\n');
