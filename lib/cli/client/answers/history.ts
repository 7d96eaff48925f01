import { overlaps, parseCidr } from '../../../core/address';
import type { Ban } from '../../../core/ban';
import { isOver } from '../../../core/fold';
import type { Seconds } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import { UsageError } from '../../io';
import { table } from '../../print/table';
import type { Action } from '../answer';
import { localTimes } from '../text/ban';
import { csv } from '../text/csv';
import { jsonText } from '../text/json';
import { ranges } from './run-time';

/** A ticket as history tells it. */
interface Row {
  readonly jail: string;
  readonly ip: string;
  /** Its last ban. */
  readonly time: Seconds;
  readonly until: Seconds | null;
  readonly banned: boolean;
  /** So far. */
  readonly bancount: number;
  readonly failures: number;
  readonly origin: Ban['origin'];
  readonly reason: string;
}

/** `history [IP]`: who was ever banned, as far as it is remembered; the latest first. */
export const history: Action = async ({ account, look }, { operands: [text], options: { format = 'text' } }) => {
  const write = FORMATS[String(format)];
  if (!write) throw new UsageError(`--format ${format}: write ${Object.keys(FORMATS).join(', ')}`);
  const cidr = text === undefined ? undefined : parseCidr(ranges([text])[0] ?? '');
  const { bans, clock } = await account();
  const rows = (await bans.all())
    .filter(({ bancount }) => bancount > 0)
    .filter(({ ip }) => {
      const range = parseCidr(ip);
      return !cidr || (range && overlaps(range, cidr));
    })
    .map((ban) => rowOf(ban, clock()))
    .sort((a, b) => b.time - a.time || (a.ip < b.ip ? -1 : 1));
  return { text: write(rows, look.width, clock()), json: rows };
};

const rowOf = (ban: Ban, now: Seconds): Row => ({
  ...{ jail: ban.jail, ip: ban.ip, time: ban.time, until: ban.end },
  banned: ban.state === 'live' && !isOver(ban, now),
  ...{ bancount: ban.bancount, failures: ban.failures, origin: ban.origin, reason: ban.reason ?? '' },
});

const FORMATS: Readonly<Record<string, (rows: readonly Row[], width: number, now: Seconds) => string>> = {
  text: forPeople,
  json: (rows) => `[${rows.map((row) => jsonText(row).trimEnd()).join(',\n')}]`,
  csv: (rows) => csv(TITLES, rows.map(cells)),
};

const TITLES = ['ip', 'jail', 'bans', 'time', 'until', 'banned', 'failures', 'origin', 'reason'];

const cells = ({ ip, jail, bancount, time, until, banned, failures, origin, reason }: Row) => [
  ...[
    ip,
    jail,
    bancount,
    iso(time),
    until === null ? 'for ever' : iso(until),
    String(banned),
    failures,
    origin,
    reason,
  ],
];

const WHO = { manual: 'operator', request: 'request', list: 'list' } as const;

const iso = (time: Seconds): string => new Date(time * 1000).toISOString();

const COLUMNS = [
  ...[{ title: 'LAST BAN' }, { title: 'ADDRESS' }, { title: 'JAIL' }, { title: 'BANS', align: 'right' as const }],
  ...[{ title: 'UNTIL' }, { title: 'WHY' }],
];

function forPeople(rows: readonly Row[], width: number, now: Seconds): string {
  if (rows.length === 0) return 'Nobody was banned, as far as it is remembered (get dbpurgeage).';
  const { near } = localTimes();
  const lines = rows.map(({ time, ip, jail, bancount, until, banned, failures, origin, reason }) => [
    ...[near(time, now), visible(ip), visible(jail), String(bancount)],
    `${banned ? '' : 'ended '}${until === null ? 'for ever' : near(until, now)}`,
    origin === 'detect' ? `${failures} failures` : `${WHO[origin]}${reason === '' ? '' : `: ${visible(reason)}`}`,
  ]);
  return table(COLUMNS, lines, width).join('\n');
}
