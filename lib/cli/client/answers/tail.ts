import { UsageError } from '../../io';
import { parseWhen } from '../../when';
import type { EventReader } from '../account/events';
import type { Action, Session } from '../answer';
import { eventText } from '../text/event';
import { jsonText } from '../text/json';

/** Seconds between two looks; and how long a log line may take to be found. */
const INTERVAL = 2;
const LATE = 30;

/** `tail`: bans and unbans as they happen, until it is interrupted. */
export const tail: Action = async (session, { options }) => {
  const reader = await session.events();
  const now = session.now();
  const from = typeof options.since === 'string' ? parseWhen(options.since, now) : now;
  if (from === undefined)
    throw new UsageError(`--since ${options.since}: a time back such as 1h, a date, or seconds since 1970`);
  try {
    let told = await tellSome(session, reader, from);
    if (options['no-follow']) {
      if (told === 0) session.note('nothing happened in that time');
      return { text: '', json: [], told: true };
    }
    session.note('waiting for bans and unbans; interrupt with Ctrl-C');
    for (;;) {
      await new Promise((passed) => setTimeout(passed, INTERVAL * 1000));
      told += await tellSome(session, reader, Math.max(from, session.now() - LATE));
    }
  } finally {
    reader.close();
  }
};

async function tellSome({ tell, now, values }: Session, reader: EventReader, from: number): Promise<number> {
  const events = await reader.read(from * 1000, now() * 1000);
  for (const event of events) tell(values.json ? jsonText(event).trimEnd() : eventText(event));
  return events.length;
}
