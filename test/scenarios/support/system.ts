import type { DynamoDBRecord } from 'aws-lambda';
import type { LogBatch } from '../../../lib/core/record';
import type { Ruleset, Seconds } from '../../../lib/core/ruleset';
import type { Table } from '../../../lib/stores/dynamodb/table';
import { type FakeAccount, payloadOf, startFunctions } from './fake-account';

/** One invocation has half a minute: a lease of a dead one is over by the next minute. */
const INVOCATION = { getRemainingTimeInMillis: () => 30_000 };

/** The whole deployment on an account: functions, the table's stream with its two readers, the minute's clock. */
export function startSystem(account: FakeAccount, table: Table, ruleset: Ruleset) {
  let functions = startFunctions(account, table, ruleset);
  const before: (typeof functions)[] = [];
  const readers: Record<'enforce' | 'report', DynamoDBRecord[]> = { enforce: [], report: [] };
  const collect = (): void => {
    const changed = functions.bans.drain()?.Records ?? [];
    readers.enforce.push(...changed);
    readers.report.push(...changed);
  };
  /** A batch that fails stays in the stream, and its reader gets it again. */
  const read = async (reader: 'enforce' | 'report'): Promise<void> => {
    const Records = [...readers[reader]];
    if (Records.length === 0) return;
    if (reader === 'enforce') await functions.enforce({ Records }, INVOCATION);
    else await functions.report({ Records });
    readers[reader].splice(0, Records.length);
  };
  return {
    deliver: async (batch: LogBatch) => {
      try {
        return await functions.detect(payloadOf(account, batch));
      } finally {
        collect();
      }
    },
    enforce: async () => {
      collect();
      await read('enforce');
    },
    report: async () => {
      collect();
      await read('report');
    },
    /** Both readers of the stream. */
    stream: async () => {
      collect();
      await read('enforce');
      await read('report');
    },
    /** The stream is gone: records that nobody has read yet never come. */
    loseStream: () => {
      collect();
      readers.enforce.splice(0);
      readers.report.splice(0);
    },
    /** A minute passes, and the scheduled function runs. */
    minute: async () => {
      account.cloud.pace.advance(60);
      try {
        return await functions.expire({}, INVOCATION);
      } finally {
        collect();
      }
    },
    sleep: (seconds: Seconds) => account.cloud.pace.advance(seconds),
    /** The functions died; new ones take over. */
    restart: () => {
      collect();
      before.push(functions);
      functions = startFunctions(account, table, ruleset);
    },
    bans: () => functions.bans.live(),
    ticket: (jail: string, ip: string) => functions.bans.get(jail, ip),
    /** The next ticket is written, then its writer dies. */
    dieAfterBan: () => functions.dieAfterBan(),
    events: () => [...before, functions].flatMap(({ events }) => events),
    notices: () => [...before, functions].flatMap(({ notices }) => notices),
  };
}
