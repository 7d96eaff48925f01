import type { Ban } from '../../core/ban';
import type { EdgeReport } from '../../core/edge';
import { isOver } from '../../core/fold';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import { ruleOf } from './jail-rule';
import type { BanRow, EdgeCard, Figure, JailRow, OffenderRow, Page } from './page';
import { createTimelineCounter } from './timeline';

/** Rows the page shows of what can be very many. */
const MOST = { offenders: 25, bans: 100 } as const;

/** An edge as it stands. */
export interface EdgeSeen {
  readonly name: string;
  readonly report: EdgeReport;
  /** Live bans that it should hold and does not. */
  readonly waiting: readonly string[];
}

interface Input {
  /** What is looked at, e.g. the stack's name. */
  readonly place: string;
  readonly ruleset: Ruleset;
  /** Every ticket that is remembered. */
  readonly tickets: readonly Ban[];
  readonly edges: readonly EdgeSeen[];
  /** Why they could not be asked. */
  readonly edgesUnknown?: string | undefined;
  /** Bans since then. */
  readonly since: Seconds;
  readonly now: Seconds;
}

/** The page of an account, from its table and its edges. A ticket tells the last ban of its address, and how many there were. */
export function pageOfAccount(input: Input): Page {
  const { place, ruleset, tickets, edges, since, now } = input;
  const banned = tickets.filter(({ bancount }) => bancount > 0);
  const recent = banned.filter(({ time }) => time >= since).sort((a, b) => b.time - a.time);
  const live = banned.filter((ban) => inForce(ban, now));
  const offenders = offendersOf(recent, now);
  return {
    ...{ sources: [place], settings: [], madeAt: now, span: { from: since, to: now } },
    failuresAre: 'Failures that led to a ban',
    figures: figuresOf({ recent, live, edges }),
    timeline: timelineOf(recent, since, now),
    jails: ruleset.jails.map((jail) => jailRow(jail, banned, now)),
    offenders: offenders.slice(0, MOST.offenders),
    offenderCount: offenders.length,
    bans: recent.slice(0, MOST.bans).map((ban) => banRow(ban, now)),
    banCount: recent.length,
    ...{ edges: edges.map(edgeCard), edgesUnknown: input.edgesUnknown },
    ...{ spared: [], missed: undefined },
  };
}

const inForce = (ban: Ban, now: Seconds): boolean => ban.state === 'live' && !isOver(ban, now);

interface Counted {
  readonly recent: readonly Ban[];
  readonly live: readonly Ban[];
  readonly edges: readonly EdgeSeen[];
}

function figuresOf({ recent, live, edges }: Counted): readonly Figure[] {
  const addresses = (bans: readonly Ban[]) => new Set(bans.map(({ ip }) => ip)).size;
  const waiting = new Set(edges.flatMap((edge) => edge.waiting)).size;
  const manual = live.filter(({ origin }) => origin === 'manual').length;
  return [
    { label: 'banned now', value: addresses(live), note: manual === 0 ? '' : `${manual} by hand` },
    { label: 'banned in this time', value: addresses(recent), note: 'addresses' },
    { label: 'back again', value: recent.filter(({ bancount }) => bancount > 1).length, note: 'banned before' },
    { label: 'waiting for room', value: waiting, note: waiting === 0 ? '' : 'an edge is full' },
  ];
}

function timelineOf(recent: readonly Ban[], since: Seconds, now: Seconds): Page['timeline'] {
  const counter = createTimelineCounter();
  for (const { time, failures } of recent) {
    counter.banned(time);
    counter.failed(time, failures);
  }
  return counter.timeline(since, now);
}

function jailRow(jail: Jail, banned: readonly Ban[], now: Seconds): JailRow {
  const mine = banned.filter((ban) => ban.jail === jail.name);
  return {
    name: jail.name,
    rule: ruleOf(jail),
    edges: jail.edges.map(({ edge }) => edge).join(', '),
    failures: null,
    bans: mine.reduce((sum, { bancount }) => sum + bancount, 0),
    inForce: mine.filter((ban) => inForce(ban, now)).length,
  };
}

function offendersOf(recent: readonly Ban[], now: Seconds): readonly OffenderRow[] {
  const byIp = new Map<string, Ban[]>();
  for (const ban of recent) byIp.set(ban.ip, [...(byIp.get(ban.ip) ?? []), ban]);
  return [...byIp]
    .map(([ip, bans]) => ({
      ip,
      jails: [...new Set(bans.map(({ jail }) => jail))].sort(),
      failures: bans.reduce((sum, { failures }) => sum + failures, 0),
      bans: bans.reduce((sum, { bancount }) => sum + bancount, 0),
      first: Math.min(...bans.map(({ time }) => time)),
      last: Math.max(...bans.map(({ time }) => time)),
      inForce: bans.some((ban) => inForce(ban, now)),
    }))
    .sort((a, b) => b.bans - a.bans || b.failures - a.failures);
}

const MADE = { manual: 'by hand', request: 'on request', list: 'by a list' } as const;

function banRow(ban: Ban, now: Seconds): BanRow {
  const { time, jail, ip, bancount, failures, end: until, origin, reason } = ban;
  const line = origin === 'detect' ? '' : `${MADE[origin]}${reason === undefined ? '' : `: ${reason}`}`;
  return { ...{ time, jail, ip, bancount, failures, until, line, where: '' }, lifted: inForce(ban, now) ? '' : 'over' };
}

const edgeCard = ({ name, report, waiting }: EdgeSeen): EdgeCard => ({
  ...{ name, room: report.room, held: report.held.length, overflow: waiting, notices: report.notices.slice(0, 8) },
});
