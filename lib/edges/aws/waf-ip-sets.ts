import { GetIPSetCommand, ListIPSetsCommand, UpdateIPSetCommand, type WAFV2Client } from '@aws-sdk/client-wafv2';
import type { IpSetRef, IpSets } from '../ports';
import { ask, given } from './errors';
import { allPages } from './pages';

/** WAFv2 IP sets of the client's Region. */
export function wafIpSets(client: WAFV2Client): IpSets {
  return {
    list: async (Scope) => {
      const sets = await allPages(async (token) => {
        const input = { Scope, Limit: 100, ...(token === undefined ? {} : { NextMarker: token }) };
        const page = await ask('ListIPSets', () => client.send(new ListIPSetsCommand(input)));
        return { items: page.IPSets ?? [], next: page.NextMarker };
      });
      return new Map(sets.map((set) => [given(set.ARN, 'ARN'), given(set.LockToken, 'LockToken')]));
    },
    get: async (set) => {
      const answer = await ask('GetIPSet', () => client.send(new GetIPSetCommand(keyOf(set))));
      const found = given(answer.IPSet, 'IPSet');
      return {
        family: found.IPAddressVersion === 'IPV6' ? 'ipv6' : 'ipv4',
        description: found.Description,
        addresses: found.Addresses ?? [],
        lockToken: given(answer.LockToken, 'LockToken'),
      };
    },
    update: async (set, read, addresses) => {
      // The request replaces the description too: what is not sent is gone.
      const description = read.description ? { Description: read.description } : {};
      const input = { ...keyOf(set), ...description, Addresses: [...addresses], LockToken: read.lockToken };
      const answer = await ask('UpdateIPSet', () => client.send(new UpdateIPSetCommand(input)), {
        WAFOptimisticLockException: 'conflict' as const,
      });
      if (answer === 'conflict') return { kind: 'conflict' };
      return { kind: 'done', lockToken: given(answer.NextLockToken, 'NextLockToken') };
    },
  };
}

const keyOf = (set: IpSetRef) => ({ Name: set.name, Scope: set.scope, Id: set.id });
