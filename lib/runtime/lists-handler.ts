import type { ListReport } from '../app/share/apply-list';
import { readBanList } from '../core/ban-list';
import type { Jail, Ruleset } from '../core/ruleset';
import type { ListText } from './list-text';

export interface ListsParts {
  readonly ruleset: () => Promise<Ruleset>;
  readonly textOf: ListText;
  readonly apply: (ruleset: Ruleset, jail: Jail, entries: readonly string[]) => Promise<ListReport>;
  readonly onReport: (jail: string, report: ListReport) => void;
  readonly flush: () => void;
}

/** Members of one list. */
const MOST = 20_000;

/**
 * Brings jails up to date with their lists: the jail that the event names, else all. A list that cannot be had as a whole
 * changes nothing, and does not keep the others from their turn. Throws when one failed; the alarm sees it.
 */
export const listsHandler =
  ({ ruleset, textOf, apply, onReport, flush }: ListsParts) =>
  async (event: { readonly jail?: unknown }): Promise<Readonly<Record<string, ListReport>>> => {
    const rules = await ruleset();
    const jails = rules.jails.filter(({ name, list }) => list && (event.jail === undefined || event.jail === name));
    const reports: Record<string, ListReport> = {};
    const errors: Error[] = [];
    try {
      for (const jail of jails) {
        try {
          const report = await apply(rules, jail, await entriesOf(jail, textOf));
          reports[jail.name] = report;
          onReport(jail.name, report);
        } catch (error) {
          errors.push(new Error(`list of jail ${jail.name}: ${(error as Error).message}`));
        }
      }
    } finally {
      flush();
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join('; '));
    return reports;
  };

/** @throws when what came is no list: a login page, or somebody's error in JSON, must not lift everything. */
async function entriesOf({ list }: Jail, textOf: ListText): Promise<readonly string[]> {
  if (!list) return [];
  if (list.entries) return list.entries;
  const { entries, unreadable } = readBanList(await textOf(list.location));
  const lines = entries.length + unreadable.length;
  if (entries.length === 0) throw new Error(`${list.location} names nobody; nothing is changed`);
  if (unreadable.length * 10 > lines) {
    throw new Error(`${list.location}: ${unreadable.length} of ${lines} lines are no addresses; nothing is changed`);
  }
  if (entries.length > MOST)
    throw new Error(`${list.location} has ${entries.length} members, at most ${MOST} are taken`);
  return entries;
}
