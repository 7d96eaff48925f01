import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { WhoisNet } from './ask';

/** The real network. */
export const tcpWhois: WhoisNet = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  connect: (address, port) => connect({ host: address, port }),
};
