import {
  DescribeManagedPrefixListsCommand,
  type EC2Client,
  GetManagedPrefixListEntriesCommand,
  ModifyManagedPrefixListCommand,
  type ModifyManagedPrefixListCommandInput,
  type PrefixListEntry,
} from '@aws-sdk/client-ec2';
import { AwsError, type Cloud, page } from './cloud';
import { fakeEc2 } from './ec2';

interface FakeList {
  readonly id: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly maxEntries: number;
  version: number;
  entries: PrefixListEntry[];
  state: string;
  /** A change that EC2 is still making. */
  pending: { readonly at: number; readonly entries: PrefixListEntry[]; readonly fails: boolean } | undefined;
}

export interface FakePrefixLists {
  readonly client: EC2Client;
  create(id: string, family: 'IPv4' | 'IPv6', maxEntries?: number): void;
  entries(id: string): PrefixListEntry[];
  /** A person adds an entry in the console. */
  put(id: string, entry: PrefixListEntry): void;
  /** The next change is accepted and then fails, as when a security group that refers to the list is full. */
  failNextChange(): void;
}

/** How long EC2 takes for a change, seconds of the virtual clock. */
const TAKES = 1.5;

/** EC2's managed prefix lists: versions, MaxEntries, states, 100 entries a request. */
export function fakePrefixLists(cloud: Cloud): FakePrefixLists {
  const { client, mock } = fakeEc2();
  const lists = new Map<string, FakeList>();
  let failing = false;
  const find = (id: string | undefined): FakeList => {
    const list = lists.get(id ?? '');
    if (!list) throw new AwsError('InvalidPrefixListID.NotFound', `The prefix list '${id}' does not exist`);
    settle(list, cloud.pace.now());
    return list;
  };
  const modify = (input: ModifyManagedPrefixListCommandInput) => {
    const list = find(input.PrefixListId);
    if (list.pending) throw new AwsError('IncorrectState', 'The request cannot be completed (modify-in-progress)');
    if (input.CurrentVersion !== list.version) {
      throw new AwsError('PrefixListVersionMismatch', 'The prefix list has the incorrect version number.');
    }
    list.pending = { at: cloud.pace.now() + TAKES, entries: changed(list, input), fails: failing };
    list.state = 'modify-in-progress';
    failing = false;
    return { PrefixList: { PrefixListId: list.id, State: list.state }, $metadata: {} };
  };

  mock
    .on(ModifyManagedPrefixListCommand)
    .callsFake((input) => cloud.faults.serve('ModifyManagedPrefixList', () => modify(input)));
  mock.on(DescribeManagedPrefixListsCommand).callsFake((input) =>
    cloud.faults.serve('DescribeManagedPrefixLists', () => {
      const ids: string[] = input.PrefixListIds ?? [];
      const { items, next } = page(ids.map(find), 1, input.NextToken);
      const PrefixLists = items.map((list) => ({
        PrefixListId: list.id,
        AddressFamily: list.family,
        MaxEntries: list.maxEntries,
        Version: list.version,
        State: list.state,
        ...(list.state === 'modify-failed' ? { StateMessage: 'sg-1 cannot hold more rules' } : {}),
      }));
      return { PrefixLists, NextToken: next, $metadata: {} };
    }),
  );
  mock.on(GetManagedPrefixListEntriesCommand).callsFake((input) =>
    cloud.faults.serve('GetManagedPrefixListEntries', () => {
      const { items, next } = page(
        find(input.PrefixListId).entries,
        Math.min(input.MaxResults ?? 100, 100),
        input.NextToken,
      );
      return { Entries: items, NextToken: next, $metadata: {} };
    }),
  );

  return {
    client,
    create: (id, family, maxEntries = 1000) => {
      const rest = { version: 1, entries: [], state: 'create-complete', pending: undefined };
      lists.set(id, { id, family, maxEntries, ...rest });
    },
    entries: (id) => {
      const list = find(id);
      return list.pending && !list.pending.fails ? list.pending.entries : list.entries;
    },
    put: (id, entry) => {
      const list = find(id);
      settle(list, Number.POSITIVE_INFINITY);
      list.entries = [...list.entries, entry];
      list.version++;
    },
    failNextChange: () => {
      failing = true;
    },
  };
}

function settle(list: FakeList, now: number): void {
  if (!list.pending || list.pending.at > now) return;
  list.state = list.pending.fails ? 'modify-failed' : 'modify-complete';
  if (!list.pending.fails) {
    list.entries = list.pending.entries;
    list.version++;
  }
  list.pending = undefined;
}

function changed(list: FakeList, input: ModifyManagedPrefixListCommandInput): PrefixListEntry[] {
  const { AddEntries = [], RemoveEntries = [] } = input;
  const invalid = (why: string) => new AwsError('InvalidParameterValue', why);
  if (AddEntries.length > 100 || RemoveEntries.length > 100) throw invalid('at most 100 entries');
  if (AddEntries.length + RemoveEntries.length === 0) throw invalid('nothing to modify');
  const entries = new Map(list.entries.map((entry) => [entry.Cidr, entry]));
  for (const { Cidr } of RemoveEntries) {
    if (!entries.delete(Cidr)) throw new AwsError('InvalidPrefixListModification', `${Cidr} is not in the list`);
  }
  for (const { Cidr = '', Description } of AddEntries) {
    if (Cidr.includes(':') !== (list.family === 'IPv6')) throw invalid(`${Cidr} is of the wrong family`);
    if (entries.has(Cidr)) throw new AwsError('InvalidPrefixListModification', `${Cidr} is in the list`);
    entries.set(Cidr, { Cidr, Description });
  }
  if (entries.size > list.maxEntries) {
    throw new AwsError('PrefixListMaxEntriesExceeded', 'You have reached the maximum number of entries');
  }
  return [...entries.values()];
}
