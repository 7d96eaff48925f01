import { basename } from 'node:path';
import { contains, parseCidr } from '../../core/address';
import type { Jail, Seconds } from '../../core/ruleset';
import type { ReplayedBan } from '../replay/outcome';
import type { Played } from '../replay/play';
import { failedAndNotBanned } from '../replay/spared';
import type { Collected } from './collect';
import { ruleOf } from './jail-rule';
import type { BanRow, Compared, EdgeCard, Figure, JailRow, OffenderRow, Page } from './page';

/** Rows the page shows of what can be very many. */
const MOST = { offenders: 20, bans: 100, spared: 15, shapes: 12, notices: 8 } as const;

interface Input {
  readonly played: Played;
  readonly collected: Collected;
  readonly settings: readonly string[];
  readonly madeAt: Seconds;
  readonly compared?: Compared | undefined;
}

/** The page of a replay. */
export function pageOfReplay({ played, collected, settings, madeAt, compared }: Input): Page {
  const { prepared, totals, outcome } = played;
  const { first, clock } = totals;
  const span = first === undefined || clock === undefined ? undefined : { from: first, to: clock };
  return {
    ...{ settings, madeAt, span, compared, failuresAre: 'Failures' },
    sources: prepared.files.map(({ file }) => (file.startsWith('/aws/') ? file : basename(file))),
    figures: figuresOf(played, collected),
    timeline: span && collected.timeline.timeline(span.from, span.to),
    jails: prepared.ruleset.jails.map((jail) => jailRow(jail, played)),
    offenders: offendersOf(played, collected),
    offenderCount: collected.offenders.size,
    bans: outcome.bans
      .slice(-MOST.bans)
      .reverse()
      .map((ban) => banRow(ban, played)),
    banCount: outcome.bans.length,
    edges: edgesOf(played),
    spared: failedAndNotBanned(outcome, prepared.ruleset.jails).slice(0, MOST.spared),
    missed: {
      lines: totals.missed,
      suspicious: collected.missed.suspicious,
      shapes: collected.missed.shapes(MOST.shapes),
    },
  };
}

function figuresOf({ totals, outcome }: Played, { offenders }: Collected): readonly Figure[] {
  const failures = [...offenders.values()].reduce((sum, seen) => sum + seen.failures, 0);
  const addresses = new Set(outcome.bans.map(({ ban }) => ban.ip)).size;
  return [
    { label: 'failures', value: failures, note: `of ${offenders.size.toLocaleString('en-US')} addresses` },
    { label: 'bans', value: outcome.bans.length, note: `of ${addresses.toLocaleString('en-US')} addresses` },
    { label: 'banned at the end', value: outcome.banned.length, note: '' },
    { label: 'failures while banned', value: outcome.stopped, note: 'an edge would have stopped them' },
    { label: 'lines', value: totals.lines, note: `${totals.matched.toLocaleString('en-US')} matched` },
  ];
}

function jailRow(jail: Jail, { outcome }: Played): JailRow {
  const bans = outcome.bans.filter(({ ban }) => ban.jail === jail.name);
  const failures = [...outcome.offenders.values()].filter((offender) => offender.jail === jail.name);
  return {
    name: jail.name,
    rule: ruleOf(jail),
    edges: jail.edges.map(({ edge }) => edge).join(', '),
    failures: failures.reduce((sum, offender) => sum + offender.failures, 0),
    bans: bans.length,
    inForce: bans.filter(({ lifted }) => !lifted).length,
  };
}

function offendersOf({ outcome }: Played, { offenders }: Collected): readonly OffenderRow[] {
  const ranges = outcome.bans.flatMap((ban) => {
    const range = parseCidr(ban.ban.ip);
    return range ? [{ range, inForce: !ban.lifted }] : [];
  });
  return [...offenders]
    .sort(([, a], [, b]) => b.failures - a.failures)
    .slice(0, MOST.offenders)
    .map(([ip, { jails, failures, first, last }]) => {
      const address = parseCidr(ip);
      const mine = ranges.filter(({ range }) => address !== undefined && contains(range, address));
      const inForce = mine.some((ban) => ban.inForce);
      return { ip, failures, first, last, inForce, jails: [...jails].sort(), bans: mine.length };
    });
}

/** A ban of a replay as the page shows it. */
export function banRow({ ban, line, until, lifted }: ReplayedBan, { prepared }: Played): BanRow {
  const { time, jail, ip, bancount, failures } = ban;
  const where = line ? `${basename(prepared.files[line.file]?.file ?? '')}:${line.line}` : '';
  const text = line ? line.text.slice(0, LONGEST) : '';
  return { ...{ time, jail, ip, bancount, failures, until, where, line: text }, lifted: lifted?.reason ?? '' };
}

const LONGEST = 300;

const edgesOf = ({ edges }: Played): readonly EdgeCard[] =>
  [...edges].map(([name, { room, held, overflow, notices }]) => ({
    ...{ name, room, overflow, held: held.length, notices: notices.slice(0, MOST.notices) },
  }));
