import { existsSync } from 'node:fs';
import { strangeJails } from '../../app/operate/banned';
import { resolveRuleset } from '../../config/ruleset';
import { openTree } from '../../config/tree';
import { withChanges } from '../../core/changes';
import type { Ruleset } from '../../core/ruleset';
import type { SavedAccount } from '../../local/saved-account';
import type { Io } from '../io';
import type { Account } from './account/account';
import { textOf } from './account/environment';
import type { FolderLock } from './account/lock';
import { openAccount } from './account/open';
import type { Operator, Session } from './answer';
import { createBook } from './book';
import type { Values } from './said';

/** The administrator's own tree in a checkout, as `cdk deploy` takes it. */
const OWN_TREE = 'etc/fail2ban';

const TAKE_CARE = 'give the configuration that was deployed with --config, or deploy this one';

interface Telling extends Pick<Session, 'note' | 'tell'> {
  readonly said: string;
  /** Of the embedded account; undefined: the command changes nothing, or the account is none. */
  readonly lock: FolderLock | undefined;
}

/** A session whose configuration is read, and whose table is opened, when they are first asked for. */
export async function createSession(
  values: Values,
  io: Io,
  { note, tell, said, lock }: Telling,
): Promise<Session & { readonly close: () => Promise<void> }> {
  const local = await localAccount(values, lock);
  const ruleset = once(() => local?.saved?.ruleset ?? resolveRuleset(openTree(folderOf(values))).ruleset);
  const account = once(async (): Promise<Account> => {
    if (!local) return openAccount(values, io.now);
    if (!local.saved) note(`${local.folder} holds no account yet: this is a new one, nobody is banned on it`);
    return local.open(local.saved ?? local.empty(ruleset(), io.now()));
  });
  let opened: Account | undefined;
  const book = createBook();
  const operator = once(async (): Promise<Operator> => {
    opened = await account();
    const { bans, counters, changes, edgeStates, clock, version } = opened;
    if (version !== undefined && version !== ruleset().version) {
      note(`warning: this configuration is not the one that is deployed (${version}): ${TAKE_CARE}`);
    }
    const written = { bans: book.watch(bans), changes: book.watch(changes), counters: book.watchCounts(counters) };
    return { ...written, edgeStates, clock, random: Math.random, emit: book.emit };
  });
  return {
    get ruleset() {
      return ruleset();
    },
    account: operator,
    rulesNow: async () => {
      const { changes, clock } = await operator();
      return withChanges(ruleset(), await changes.get(), clock());
    },
    edges: async () => (await account()).edges(),
    lines: async () => (await account()).lines(),
    events: async () => (await account()).events(),
    doctor: async () => (await account()).doctor(),
    deployedVersion: () => opened?.version,
    now: io.now,
    compare: (bans) => {
      const strange = strangeJails(bans, ruleset());
      if (strange.length === 0) return;
      note(`warning: the table holds bans of ${strange.join(', ')}, unknown to this configuration: ${TAKE_CARE}`);
    },
    ...{ note, tell, values },
    look: { width: io.columns ?? Number.POSITIVE_INFINITY, colour: io.colour },
    close: async () => {
      if (opened) await book.keep(opened, said, note);
      await opened?.close();
    },
  };
}

interface Local {
  readonly folder: string;
  readonly saved: SavedAccount | undefined;
  readonly empty: (ruleset: Ruleset, now: number) => SavedAccount;
  readonly open: (saved: SavedAccount) => Account;
}

/** `--local DIR`; with `--config` as well its configuration is read anew. */
async function localAccount(values: Values, lock: FolderLock | undefined): Promise<Local | undefined> {
  const folder = textOf(values.local);
  if (folder === undefined) return undefined;
  const { emptyAccount, openSaved, savedAccount } = await import('./account/saved');
  const saved = savedAccount(folder);
  const configured = textOf(values.config) !== undefined;
  const ruleset = configured ? resolveRuleset(openTree(folderOf(values))).ruleset : saved?.ruleset;
  return {
    ...{ folder, empty: emptyAccount, open: (account) => openSaved(folder, account, lock) },
    saved: saved && ruleset && { ...saved, ruleset },
  };
}

/** undefined: the configuration that ships, which enables no jail. */
function folderOf({ config }: Values): string | undefined {
  if (typeof config === 'string') return config;
  return existsSync(OWN_TREE) ? OWN_TREE : undefined;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
