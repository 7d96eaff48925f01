import type { EdgeReport } from '../../core/edge';
import type { AppEvent } from '../../core/event';
import { createEmbeddedAccount } from '../../local/account';
import type { PrintedMail } from '../../local/mail/mail-printer';
import type { AccountState } from '../../local/saved-account';
import { mergeByTime, type TimedLine } from './merge';
import { collectOutcome, type Outcome } from './outcome';
import type { Prepared } from './prepare';
import { REPLAY_ACCOUNT, run, type Totals } from './run';
import type { TimeContext } from './timed-lines';
import { orderGroups } from './windows';

export type MailHead = Pick<PrintedMail, 'to' | 'subject'>;

/** What a replay came to. */
export interface Played {
  readonly prepared: Prepared;
  readonly totals: Totals;
  readonly outcome: Outcome;
  /** What each edge came to at its last look. */
  readonly edges: ReadonlyMap<string, EdgeReport>;
  /** The mails that would go out: to whom, and what about. */
  readonly mails: readonly MailHead[];
  /** What the account's table holds at the end. */
  readonly state: () => Promise<AccountState>;
}

/** Who looks on while a replay runs. */
export interface Watching {
  readonly onEvent?: ((event: AppEvent) => void) | undefined;
  /** The lines whose events come next. */
  readonly onLines?: ((lines: readonly TimedLine[]) => void) | undefined;
  /** What the jails made of each line of a payload (`app/detect/match-batch`). */
  readonly onVerdicts?: ((lines: readonly TimedLine[], best: Uint8Array) => void) | undefined;
}

/** Plays the lines of every source through the deployed handlers. */
export async function play(prepared: Prepared, context: TimeContext, watching: Watching = {}): Promise<Played> {
  const { ruleset, edges, logGroups, files } = prepared;
  const outcome = collectOutcome();
  const mails: MailHead[] = [];
  const { onVerdicts } = watching;
  let payload: readonly TimedLine[] = [];
  const account = createEmbeddedAccount({
    ...{ ruleset, edges, owner: REPLAY_ACCOUNT },
    onEvent: (event) => {
      outcome.take(event);
      watching.onEvent?.(event);
    },
    onMail: ({ to, subject }) => mails.push({ to, subject }),
    onVerdicts: onVerdicts && ((best) => onVerdicts(payload, best)),
  });
  const totals = await run(account, {
    lines: mergedLines(prepared, context),
    logGroups,
    groups: orderGroups(files, ruleset),
    onPayload: (lines) => {
      payload = lines;
    },
    onWindow: (lines) => {
      watching.onLines?.(lines);
      outcome.window(lines);
    },
  });
  return { prepared, totals, outcome, edges: account.edgeReports, mails, state: account.state };
}

/** A source that no jail watches is left out: in the cloud nobody would subscribe to it. */
function mergedLines({ sources, files, ruleset }: Prepared, context: TimeContext) {
  const opened = sources.flatMap((source, index) => {
    const watching = ruleset.jails.filter(({ name }) => files[index]?.jails.includes(name));
    return watching.length === 0 ? [] : [source.open(index, watching, context)];
  });
  return mergeByTime(opened);
}
