import {
  DescribeManagedPrefixListsCommand,
  type EC2Client,
  GetManagedPrefixListEntriesCommand,
  type ManagedPrefixList,
  ModifyManagedPrefixListCommand,
} from '@aws-sdk/client-ec2';
import type { PrefixListHead, PrefixLists } from '../ports';
import { ask, given } from './errors';
import { allPages, tokenInput } from './pages';

/** Customer-managed prefix lists of the client's Region. */
export function ec2PrefixLists(client: EC2Client): PrefixLists {
  return {
    describe: async (ids) => {
      const lists = await allPages(async (token) => {
        const input = { PrefixListIds: [...ids], ...tokenInput(token) };
        const page = await ask('DescribeManagedPrefixLists', () =>
          client.send(new DescribeManagedPrefixListsCommand(input)),
        );
        return { items: page.PrefixLists ?? [], next: page.NextToken };
      });
      return lists.map(readHead);
    },
    entries: async (id) => {
      const entries = await allPages(async (token) => {
        const input = { PrefixListId: id, MaxResults: 100, ...tokenInput(token) };
        const page = await ask('GetManagedPrefixListEntries', () =>
          client.send(new GetManagedPrefixListEntriesCommand(input)),
        );
        return { items: page.Entries ?? [], next: page.NextToken };
      });
      return entries.map((entry) => ({ cidr: given(entry.Cidr, 'Cidr'), description: entry.Description }));
    },
    modify: async (id, version, change) => {
      const added = change.add.map(({ cidr, description }) =>
        description === undefined ? { Cidr: cidr } : { Cidr: cidr, Description: description },
      );
      const input = {
        PrefixListId: id,
        CurrentVersion: version,
        ...(added.length === 0 ? {} : { AddEntries: added }),
        ...(change.remove.length === 0 ? {} : { RemoveEntries: change.remove.map((Cidr) => ({ Cidr })) }),
      };
      const answer = await ask(
        'ModifyManagedPrefixList',
        () => client.send(new ModifyManagedPrefixListCommand(input)),
        {
          IncorrectState: 'busy',
          PrefixListMaxEntriesExceeded: 'limit-exceeded',
          PrefixListVersionMismatch: 'conflict',
        },
      );
      return typeof answer === 'string' ? answer : 'done';
    },
  };
}

const readHead = (list: ManagedPrefixList): PrefixListHead => ({
  id: given(list.PrefixListId, 'PrefixListId'),
  family: list.AddressFamily === 'IPv6' ? 'ipv6' : 'ipv4',
  version: given(list.Version, 'Version'),
  maxEntries: given(list.MaxEntries, 'MaxEntries'),
  state: given(list.State, 'State'),
  stateMessage: list.StateMessage,
});
