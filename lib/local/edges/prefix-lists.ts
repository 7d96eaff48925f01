import { type Family, parseCidr } from '../../core/address';
import { EdgeApiError } from '../../edges/api-error';
import type { PrefixListChange, PrefixListEntry, PrefixListHead, PrefixLists } from '../../edges/ports';

/** Entries a Modify request may add, and as many it may remove. */
const MOST_A_REQUEST = 100;
/** Entries in a prefix list; EC2's quota. */
const MOST = 1000;

interface StoredList {
  readonly family: Family;
  readonly maxEntries: number;
  version: number;
  entries: ReadonlyMap<string, PrefixListEntry>;
}

/** The embedded account's managed prefix lists: versions, MaxEntries, 100 entries a request. Changes are done at once. */
export interface LocalPrefixLists extends PrefixLists {
  add(id: string, family: Family, maxEntries?: number): void;
  list(id: string): readonly PrefixListEntry[];
  /** Somebody else puts an entry in. */
  put(id: string, entry: PrefixListEntry): void;
}

export function localPrefixLists(): LocalPrefixLists {
  const lists = new Map<string, StoredList>();
  const find = (id: string, operation: string): StoredList => {
    const list = lists.get(id);
    if (!list) throw new EdgeApiError('not-found', operation, `there is no prefix list ${id}`);
    return list;
  };
  const head = (id: string): PrefixListHead => {
    const { family, maxEntries, version } = find(id, 'DescribeManagedPrefixLists');
    const state = version === 1 ? 'create-complete' : 'modify-complete';
    return { id, family, maxEntries, version, state, stateMessage: undefined };
  };
  const modify = (id: string, version: number, change: PrefixListChange) => {
    const list = find(id, 'ModifyManagedPrefixList');
    if (version !== list.version) return 'conflict';
    const entries = changed(list, change);
    if (entries.size > list.maxEntries) return 'limit-exceeded';
    list.entries = entries;
    list.version++;
    return 'done';
  };
  return {
    add: (id, family, maxEntries = MOST) => {
      lists.set(id, { family, maxEntries: Math.min(maxEntries, MOST), version: 1, entries: new Map() });
    },
    list: (id) => [...find(id, 'list').entries.values()],
    put: (id, entry) => void modify(id, find(id, 'put').version, { add: [entry], remove: [] }),
    describe: async (ids) => ids.map(head),
    entries: async (id) => [...find(id, 'GetManagedPrefixListEntries').entries.values()],
    modify: async (id, version, change) => modify(id, version, change),
  };
}

function changed(list: StoredList, { add, remove }: PrefixListChange): ReadonlyMap<string, PrefixListEntry> {
  const invalid = (why: string) => new EdgeApiError('invalid', 'ModifyManagedPrefixList', why);
  if (add.length > MOST_A_REQUEST || remove.length > MOST_A_REQUEST) throw invalid(`over ${MOST_A_REQUEST} entries`);
  if (add.length + remove.length === 0) throw invalid('no change');
  const entries = new Map(list.entries);
  for (const cidr of remove) if (!entries.delete(cidr)) throw invalid(`${cidr} is not in the list`);
  for (const entry of add) {
    if (parseCidr(entry.cidr)?.family !== list.family) throw invalid(`${entry.cidr} is no ${list.family} range`);
    if (entries.has(entry.cidr)) throw invalid(`${entry.cidr} is in the list already`);
    entries.set(entry.cidr, entry);
  }
  return entries;
}
