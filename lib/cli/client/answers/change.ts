import { type BanOutcome, banIp } from '../../../app/operate/ban-ip';
import type { Refusal } from '../../../app/operate/refusal';
import { type Unbanned, unbanAll, unbanIps } from '../../../app/operate/unban-ip';
import { boundedDuration } from '../../../config/duration';
import type { Ban } from '../../../core/ban';
import type { Jail } from '../../../core/ruleset';
import { UsageError } from '../../io';
import type { Action, Answer, Said, Session } from '../answer';
import { localTimes, untilText } from '../text/ban';
import { pythonList, pythonText } from '../text/python';

const FOLLOW = 'the edges follow within seconds';

/** What one item of the table may spend on an operator's words. */
const LONGEST_REASON = 500;

/** `set JAIL banip IP...`: how many are banned that were not. */
export const setBanip: Action = async (session, said) => {
  const { jail, operands } = said;
  const ports = await session.account();
  const ruleset = await session.rulesNow();
  const now = ruleset.jails.find(({ name }) => name === jail.name) ?? jail;
  const order = { jail: now, bantime: bantimeOf(said), reason: reasonOf(said) };
  const outcomes: BanOutcome[] = [];
  for (const ip of operands) {
    const outcome = await banIp(ports, ruleset, { ...order, ip });
    session.note(banNote(jail, ip, outcome));
    outcomes.push(outcome);
  }
  const banned = outcomes.filter(({ kind }) => kind === 'banned').length;
  const json = outcomes.map((outcome, index) => ({
    ...{ jail: jail.name, ip: operands[index], outcome: outcome.kind },
    ...(outcome.kind === 'refused' ? { refusal: outcome.refusal } : { until: outcome.ban.end }),
  }));
  return { text: String(banned), json, failed: outcomes.some(({ kind }) => kind === 'refused') };
};

function bantimeOf({ options }: Said): number | undefined {
  if (typeof options.for !== 'string') return undefined;
  const seconds = boundedDuration(options.for);
  if (seconds === undefined || seconds === 0) {
    throw new UsageError(
      `--for ${options.for}: write a time such as 24h, 1d12h, 600, at most 100000y; --for=-1 is for ever`,
    );
  }
  return seconds;
}

function reasonOf({ options: { reason } }: Said): string | undefined {
  if (typeof reason !== 'string') return undefined;
  if (reason.length > LONGEST_REASON) throw new UsageError(`--reason: at most ${LONGEST_REASON} characters`);
  return reason;
}

export const REFUSALS: Readonly<Record<Refusal, (jail: Jail) => string>> = {
  'no-address': () => 'is no address and no range; host names are not banned',
  range: () => 'is a range: one address is wanted',
  everything: () => 'is everybody',
  ignoreip: ({ name }) =>
    `is in ignoreip of jail ${name} or on the allow list, no edge would close it; set ${name} delignoreip or allow delete takes it out`,
  ignoreself: () => 'is an address of our own, no edge would close it',
  'never-ban': () => 'is in a range that is never banned (private, loopback, link-local, multicast)',
  panic: () => 'cannot be banned while banning is stopped; fail2edge panic off starts it again',
  elsewhere: () =>
    'is a range that holds an address which another jail protects, no edge would close it; ban its parts',
};

function banNote(jail: Jail, ip: string, outcome: BanOutcome): string {
  if (outcome.kind === 'refused') return `not banned: ${JSON.stringify(ip)} ${REFUSALS[outcome.refusal](jail)}`;
  const until = untilText(outcome.ban.end, localTimes().at);
  const { ip: banned } = outcome.ban;
  if (outcome.kind === 'standing') return `${banned} is banned already, ${until}`;
  const verb = outcome.kind === 'prolonged' ? 'was banned already, now' : 'is banned';
  return `${banned} ${verb} ${until} in ${jail.name}; ${FOLLOW}`;
}

/** `set JAIL unbanip [--report-absent] IP...`: how many bans were lifted. */
export const setUnbanip: Action = async (session, { jail, operands, options }) => {
  const each = await lift(session, operands, jail);
  const absent = each.filter(({ lifted }) => lifted.length === 0).map(({ ip }) => ip);
  const answer = liftedAnswer(session, each);
  if (!options['report-absent'] || absent.length === 0) return answer;
  return { ...answer, text: `not banned: ${pythonList(absent.map(pythonText))}`, failed: true };
};

/** `unban IP...`: in all jails. */
export const unban: Action = async (session, { operands }) =>
  liftedAnswer(session, await lift(session, operands, undefined));

async function lift(session: Session, ips: readonly string[], jail: Jail | undefined): Promise<readonly Unbanned[]> {
  const ruleset = await session.rulesNow();
  const now = jail && (ruleset.jails.find(({ name }) => name === jail.name) ?? jail);
  const outcome = await unbanIps(await session.account(), ruleset, { ips, jail: now });
  if (outcome.kind === 'unbanned') return outcome.each;
  throw new UsageError(`${JSON.stringify(outcome.ip)} is no address and no range; nothing was done`);
}

/** More than these are not told one by one. */
const TOLD = 20;

function liftedAnswer({ note }: Session, each: readonly Unbanned[]): Answer {
  const lifted = each.flatMap((one) => one.lifted);
  for (const ban of lifted.slice(0, TOLD)) note(`${ban.ip} is unbanned in ${ban.jail}`);
  if (lifted.length > TOLD) note(`and ${lifted.length - TOLD} more`);
  if (lifted.length > 0) note(FOLLOW);
  return { text: String(lifted.length), json: each.map(({ ip, lifted: bans }) => ({ ip, unbanned: bans.map(name) })) };
}

const name = ({ jail, ip }: Ban) => ({ jail, ip });

/** `unban --all` */
export const unbanEverybody: Action = async ({ account, ruleset, note }) => {
  const lifted = await unbanAll(await account(), ruleset);
  note(lifted.length === 0 ? 'Nobody is banned.' : FOLLOW);
  return { text: String(lifted.length), json: lifted.map(name) };
};
