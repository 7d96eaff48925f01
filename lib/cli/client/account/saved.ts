import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reconcileAll } from '../../../app/enforce/enforce';
import { createLiveRules } from '../../../app/run-time/live-rules';
import { NO_CHANGES } from '../../../core/changes';
import type { Ruleset, Seconds } from '../../../core/ruleset';
import { localEdges } from '../../../local/local-edges';
import { memoryLogLines } from '../../../local/mail/memory-log-lines';
import { readSaved, type SavedAccount, writeSaved } from '../../../local/saved-account';
import { memoryBans } from '../../../stores/memory/bans';
import { memoryChanges } from '../../../stores/memory/changes';
import { memoryCounters } from '../../../stores/memory/counters';
import { memoryEdgeStates } from '../../../stores/memory/edge-states';
import { memoryJournal } from '../../../stores/memory/journal';
import { fileError, orFileError } from '../../file-error';
import { UsageError } from '../../io';
import type { Account, EdgeView } from './account';
import type { EventReader } from './events';
import type { FolderLock } from './lock';
import { withJournal } from './said-events';
import { savedEvents } from './saved-events';

const FILE = 'account.json';

/** An embedded account has no console; its links show what one would look like. */
const LINKS_REGION = 'eu-central-1';

/** For messages. */
export const refused = (folder: string, what: 'read' | 'written'): string =>
  `the account in ${JSON.stringify(folder)} cannot be ${what}`;

/** Makes the folder of an embedded account. @throws FileError */
export const makeFolder = (folder: string): unknown =>
  orFileError(refused(folder, 'written'), () => mkdirSync(folder, { recursive: true }));

/** Writes an embedded account to a folder: all of it or, when the machine stops meanwhile, nothing. @throws FileError */
export function saveAccount(folder: string, saved: SavedAccount): void {
  makeFolder(folder);
  const file = join(folder, FILE);
  const whole = `${file}.new`;
  try {
    writeFileSync(whole, writeSaved(saved));
    renameSync(whole, file);
  } catch (error) {
    rmSync(whole, { force: true });
    throw fileError(refused(folder, 'written'), error);
  }
}

/** The account in a folder; undefined: there is none yet. @throws UsageError when what is there is none of ours, FileError */
export function savedAccount(folder: string): SavedAccount | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileError(refused(folder, 'read'), error);
  }
  const saved = readSaved(text);
  if (saved) return saved;
  throw new UsageError(`--local ${folder}: ${FILE} is no account of this version; make it anew with replay --save`);
}

/** An account that nothing has happened on. */
export const emptyAccount = (ruleset: Ruleset, now: Seconds): SavedAccount => ({
  ...{ format: 1, ruleset, now, bans: [], counters: [], changes: NO_CHANGES, lines: [], journal: [] },
});

/**
 * Opens an embedded account: the same commands over memory. Its clock stands where its log ended. What was changed is
 * written back when it is closed. @param lock undefined: nothing is changed, only looked at
 */
export function openSaved(folder: string, saved: SavedAccount, lock: FolderLock | undefined): Account {
  const clock = () => saved.now;
  const bans = memoryBans(clock, saved.bans);
  const counters = memoryCounters(clock, saved.counters);
  const changes = memoryChanges(saved.changes);
  const edgeStates = memoryEdgeStates();
  const journal = memoryJournal(saved.journal);
  const lines = memoryLogLines();
  for (const { logGroup, time, text } of saved.lines) lines.put(logGroup, time * 1000, text);
  return {
    ...{ bans, counters, changes, edgeStates, journal, clock, version: undefined },
    edges: async (): Promise<EdgeView> => {
      const live = createLiveRules(changes, saved.ruleset, 0);
      const { configs, edges, accounts } = localEdges(await live.at(saved.now));
      const ports = { bans, edgeStates, edges, live, emit: () => undefined, clock, remaining: () => 60 };
      await reconcileAll(ports, live.last, () => true, true);
      return { configs, accounts, region: LINKS_REGION };
    },
    lines: async () => lines,
    doctor: async () => undefined,
    events: async () => savedReader(folder),
    close: async () => {
      if (!lock) return;
      const after = {
        bans: await bans.all(),
        counters: counters.dump(),
        changes: await changes.get(),
        journal: await journal.since(0),
      };
      const kept: SavedAccount = { ...saved, ...after };
      if (writeSaved(kept) === writeSaved(saved)) return;
      lock.mustHold();
      saveAccount(folder, kept);
    },
  };
}

/** The folder is read anew each time: somebody else changes it while one looks. */
function savedReader(folder: string): EventReader {
  const now = () => savedAccount(folder);
  const journal = {
    add: async () => undefined,
    since: async (time: Seconds) => memoryJournal(now()?.journal).since(time),
  };
  return withJournal(
    savedEvents(() => now()?.bans ?? []),
    journal,
    false,
  );
}
