import type { Values } from '../said';
import type { Account } from './account';
import { accountError, type Place } from './aws-failure';
import { chooseAccount, textOf } from './environment';
import { inWords } from './in-words';
import { withJournal } from './said-events';

const ATTEMPTS = 4;
/** Milliseconds. */
const ANSWER_TIMEOUT = 5_000;

/** An operator looks at an edge once: who is told to wait too often is told so. */
const PATIENCE = 10;

/**
 * Opens the table: by its name, or by the stack's output. Region, profile and credentials as the AWS CLI takes them.
 * The SDK is loaded here, so that what needs no account does not wait for it.
 * @throws AccountError saying what to do.
 */
export async function openAccount(values: Values, now: () => number): Promise<Account> {
  const region = chooseAccount(values, process.env);
  const place: Place = { stack: textOf(values.stack) ?? 'Fail2edge', table: textOf(values.table), region };
  try {
    const { table, version } =
      place.table === undefined
        ? await (await import('./stack')).findDeployment(place.stack, region)
        : { table: place.table, version: undefined };
    const { openStores } = await import('./stores');
    const stores = openStores(table, { attempts: ATTEMPTS, timeout: ANSWER_TIMEOUT });
    const there = { ...place, table };
    return {
      bans: inWords(stores.bans, there),
      counters: inWords(stores.counters, there),
      changes: inWords(stores.changes, there),
      edgeStates: inWords(stores.edgeStates, there),
      journal: inWords(stores.journal, there),
      clock: now,
      version,
      edges: async () => (await import('./edges')).deployedEdges(stores, there, PATIENCE),
      lines: async () => (await import('./lines')).deployedLines(there),
      events: async () => {
        const { deployedEvents } = await import('./events');
        return withJournal(deployedEvents(there), inWords(stores.journal, there), true);
      },
      doctor: async () => (await import('./doctor-aws')).doctorAws(there),
      close: async () => stores.close(),
    };
  } catch (error) {
    throw accountError(error, place);
  }
}
