import type { Ban } from '../core/ban';
import { grouped } from '../core/grouped';
import type { Clock } from '../core/ports';
import type { Box, Digest, MailBudget, Notifier, OpenTarget, Outbox } from '../core/report';
import type { Jail, MailAction, Ruleset, Seconds } from '../core/ruleset';
import { mayTell, tookNothing } from './report-budget';
import { type Asked, type DetailPorts, detailsOf } from './report-details';
import { isTarget, recipientOf, sendToTarget, tells } from './report-targets';

export interface ReportPorts extends DetailPorts {
  readonly outbox: Outbox;
  readonly budget: MailBudget;
  /** In the order they are tried: SES, then SNS. */
  readonly notifiers: readonly Notifier[];
  /** The ruleset's targets, opened. @default none */
  readonly targets?: readonly OpenTarget[];
  readonly clock: Clock;
  /** Sends in place of the jails' own senders; `null`: they do. */
  readonly sender: string | null;
  /** Where bans are in force, for subject and text. */
  readonly place: string;
  /** Aborts when whois and log lines have used the time they may take in one run. */
  readonly deadline: () => AbortSignal;
}

/** One report that went out. */
interface Delivery {
  readonly recipient: string;
  /** The notifier that took it. */
  readonly by: string;
  readonly bans: number;
}

export interface ReportOutcome {
  readonly deliveries: readonly Delivery[];
  /** Bans that wait for the next run: the cap is reached, or nothing could be delivered. */
  readonly waiting: number;
  /** Recipients that took nothing, now or the last time while the cap holds them back, or whose box could not be emptied. */
  readonly refused: number;
  /** What the operator must know. */
  readonly notices: readonly string[];
}

/** Entries that could not be delivered are forgotten after a week; marks of delivered ones outlive a stream's 24 h. */
const UNSENT_FOR: Seconds = 604_800;
const SENT_FOR: Seconds = 172_800;
/** A run that died gives its boxes back after this; longer than a Lambda of ours runs. */
const LEASE: Seconds = 300;

/**
 * Reports new bans to the recipients of their jails, with everything that waits for them: one digest per recipient and
 * sender, as many as the budget allows. `bans` may be empty: then what waits is looked at. Delivered again, the same bans
 * are not reported again. Throws only when the outbox cannot be reached; then nothing was lost and the caller tries again.
 */
export async function report(ports: ReportPorts, ruleset: Ruleset, bans: readonly Ban[]): Promise<ReportOutcome> {
  const jails = new Map(ruleset.jails.map((jail) => [jail.name, jail]));
  await post(ports, jails, bans);
  const run: Run = {
    ports,
    jails,
    signal: ports.deadline(),
    deliveries: [],
    waiting: 0,
    refused: 0,
    notices: new Set(),
  };
  for (const recipient of await ports.outbox.recipients()) await emptyBox(run, recipient);
  const { deliveries, waiting, refused } = run;
  return { deliveries, waiting, refused, notices: [...run.notices] };
}

/** One invocation at work. */
export interface Run {
  readonly ports: ReportPorts;
  readonly jails: ReadonlyMap<string, Jail>;
  readonly signal: AbortSignal;
  readonly deliveries: Delivery[];
  waiting: number;
  refused: number;
  readonly notices: Set<string>;
}

async function post(ports: ReportPorts, jails: ReadonlyMap<string, Jail>, bans: readonly Ban[]): Promise<void> {
  const letters = bans.flatMap((ban) => {
    const jail = jails.get(ban.jail);
    const destemail = ban.state === 'live' ? (jail?.mail?.destemail ?? []) : [];
    const targets = (ports.targets ?? []).filter((target) => tells(target, jail, ban)).map(recipientOf);
    return [...new Set([...destemail, ...targets])].map((recipient) => ({ recipient, ban }));
  });
  const expiresAt = ports.clock() + UNSENT_FOR;
  for (const [recipient, group] of grouped(letters, (letter) => letter.recipient)) {
    await ports.outbox.add(
      recipient,
      group.map(({ ban }) => ban),
      expiresAt,
    );
  }
}

/** One recipient's trouble is not another's: it ends in a notice and counts as refused, the bans stay in the box. */
async function emptyBox(run: Run, recipient: string): Promise<void> {
  const { outbox, clock } = run.ports;
  try {
    const box = await outbox.open(recipient, clock(), clock() + LEASE);
    if (!box) return;
    const sent = await (isTarget(recipient) ? sendToTarget(run, box) : sendAll(run, box));
    run.waiting += box.bans.length - sent.length;
    await outbox.close(box, sent, clock() + SENT_FOR);
  } catch (error) {
    // Whatever is wrong, nobody hears of these bans: the alarm must.
    await tookNothing(run, recipient);
    run.notices.add(`the box of ${recipient} could not be emptied: ${error instanceof Error ? error.name : 'Error'}`);
  }
}

/** Those bans of the box that need no further report. */
async function sendAll(run: Run, box: Box): Promise<readonly Ban[]> {
  const mailed = box.bans.filter((ban) => run.jails.get(ban.jail)?.mail);
  const orphans = box.bans.length - mailed.length;
  if (orphans > 0) run.notices.add(`${orphans} bans of jails that no longer send mail were not reported`);
  const sent = box.bans.filter((ban) => !run.jails.get(ban.jail)?.mail);
  let refused = false;
  for (const group of grouped(mailed, (ban) => senderOf(run, ban)).values()) {
    if (!(await mayTell(run, box.recipient))) break;
    if (await sendOne(run, await digestOf(run, box.recipient, group))) sent.push(...group);
    else refused = true;
  }
  // After the last group: the next one's try would forget it.
  if (refused) await tookNothing(run, box.recipient);
  return sent;
}

const mailOf = (run: Run, ban: Ban | undefined): MailAction | null => run.jails.get(ban?.jail ?? '')?.mail ?? null;

const senderOf = (run: Run, ban: Ban): string => {
  const mail = mailOf(run, ban);
  return JSON.stringify([run.ports.sender ?? mail?.sender, mail?.sendername]);
};

async function digestOf(run: Run, recipient: string, group: readonly Ban[]): Promise<Digest> {
  const bans = [...group].sort(byJailTimeAndIp);
  const mail = mailOf(run, bans[0]);
  return {
    sender: run.ports.sender ?? mail?.sender ?? '',
    sendername: mail?.sendername ?? '',
    recipient,
    place: run.ports.place,
    bans,
    details: await detailsOf(run.ports, askedByMail(run, bans), run.signal),
  };
}

const askedByMail = ({ jails }: Run, bans: readonly Ban[]): readonly Asked[] =>
  bans.flatMap((ban) => {
    const jail = jails.get(ban.jail);
    return jail?.mail ? [{ ban, jail, whois: jail.mail.whois, lines: jail.mail.lines }] : [];
  });

const byJailTimeAndIp = (a: Ban, b: Ban): number => compared(a.jail, b.jail) || a.time - b.time || compared(a.ip, b.ip);

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The first notifier that takes it; what the others said becomes a notice. */
async function sendOne(run: Run, digest: Digest): Promise<boolean> {
  for (const notifier of run.ports.notifiers) {
    const result = await notifier.send(digest);
    if (result.kind === 'sent') {
      run.deliveries.push({ recipient: digest.recipient, by: notifier.kind, bans: digest.bans.length });
      return true;
    }
    run.notices.add(result.notice);
  }
  return false;
}

/**
 * Whether a change of a ban's item is a new ban, to be reported: not a prolonged one, an end, or another version.
 * @param before the item as it was; `undefined`: there was none.
 */
export const isNewBan = (before: Ban | undefined, after: Ban): boolean =>
  after.state === 'live' && (before?.state !== 'live' || before.bancount < after.bancount);
