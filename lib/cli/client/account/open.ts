import type { BanStore } from '../../../core/ports';
import type { Values } from '../said';
import { accountError, type Place } from './aws-failure';
import { chooseAccount, textOf } from './environment';

/** The deployment's table. */
export interface Account {
  readonly bans: BanStore;
  /** The ruleset that is deployed, where the stack says it. */
  readonly version: string | undefined;
  readonly close: () => void;
}

const ATTEMPTS = 4;
/** Milliseconds. */
const ANSWER_TIMEOUT = 5_000;

/**
 * Opens the table: by its name, or by the stack's output. Region, profile and credentials as the AWS CLI takes them.
 * The SDK is loaded here, so that what needs no account does not wait for it.
 * @throws AccountError saying what to do.
 */
export async function openAccount(values: Values): Promise<Account> {
  const region = chooseAccount(values, process.env);
  const place: Place = { stack: textOf(values.stack) ?? 'Fail2edge', table: textOf(values.table), region };
  try {
    const { table, version } =
      place.table === undefined
        ? await (await import('./stack')).findDeployment(place.stack, region)
        : { table: place.table, version: undefined };
    const { dynamoClient } = await import('../../../stores/dynamodb/client');
    const { dynamoBans } = await import('../../../stores/dynamodb/bans');
    const client = dynamoClient(ATTEMPTS, ANSWER_TIMEOUT);
    const bans = inWords(dynamoBans({ client, name: table }), { ...place, table });
    return { bans, version, close: () => client.destroy() };
  } catch (error) {
    throw accountError(error, place);
  }
}

/** The store with its failures in words. */
function inWords(bans: BanStore, place: Place): BanStore {
  const told = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      throw accountError(error, place);
    });
  return {
    get: (jail, ip) => told(bans.get(jail, ip)),
    ofIp: (ip) => told(bans.ofIp(ip)),
    put: (ban, expiresAt) => told(bans.put(ban, expiresAt)),
    live: () => told(bans.live()),
    due: (clock) => told(bans.due(clock)),
    changedSince: (time) => told(bans.changedSince(time)),
    all: () => told(bans.all()),
  };
}
