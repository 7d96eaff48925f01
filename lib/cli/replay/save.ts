import type { AppEvent } from '../../core/event';
import type { AccountState, SavedLine } from '../../local/saved-account';
import { lockFolder } from '../client/account/lock';
import { makeFolder, saveAccount } from '../client/account/saved';
import type { TimedLine } from './merge';
import type { Prepared } from './prepare';

/** Lines kept of each address in a jail: enough to see why it was banned. */
const KEPT = 20;

/** Keeps the account that a replay played on, with the lines that failed, for `fail2edge --local DIR`. */
export interface AccountSaver {
  readonly onLines: (lines: readonly TimedLine[]) => void;
  readonly onEvent: (event: AppEvent) => void;
  readonly save: (state: AccountState) => Promise<void>;
}

/** @throws FileError at once when it cannot be kept there: a replay may take long. */
export function accountSaver(folder: string, { configured, ruleset, files }: Prepared): AccountSaver {
  makeFolder(folder);
  const kept = new Map<string, SavedLine[]>();
  let window = new Map<string, TimedLine>();
  const groupOf = (jail: string, file: number): string =>
    configured.jails.find(({ name }) => name === jail)?.loggroup[0] ?? files[file]?.file ?? '';
  return {
    onLines: (lines) => {
      window = new Map(lines.map((line) => [`${line.file}:${line.line}`, line]));
    },
    onEvent: (event) => {
      const line = event.event === 'found' ? window.get(event.eventId) : undefined;
      if (!line || event.event !== 'found') return;
      const key = `${event.jail}\n${event.ip}`;
      const lines = kept.get(key) ?? [];
      kept.set(key, lines);
      lines.push({ logGroup: groupOf(event.jail, line.file), time: line.time, text: line.text });
      if (lines.length > KEPT) lines.shift();
    },
    save: async (state) => {
      const lock = await lockFolder(folder);
      try {
        saveAccount(folder, {
          ...{ format: 1, ...state, ruleset: { ...configured, edges: ruleset.edges } },
          lines: [...kept.values()].flat(),
          journal: [],
        });
      } finally {
        lock.release();
      }
    },
  };
}
