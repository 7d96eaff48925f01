import type { Ban } from '../../../core/ban';
import type { EdgeRoom } from '../../../core/edge';
import type { Seconds } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import { UsageError } from '../../io';
import { table } from '../../print/table';
import type { Action, Look, Session } from '../answer';
import type { KnownEntry, LookedEdge } from '../edges/look';
import { localTimes, untilText } from '../text/ban';

/** Rows of an edge before people are told how many more there are. */
const ROWS = 200;

/** `edges [EDGE]`: every entry as it stands. */
export const edges: Action = async (session, { operands: [name] }) => {
  const looked = await lookAtEdges(session, name);
  const now = (await session.account()).clock();
  return {
    text: looked.length === 0 ? NO_EDGES : looked.map((one) => section(one, now, session.look)).join('\n\n'),
    json: looked.flatMap(jsonOf),
  };
};

const NO_EDGES = 'There is no edge: no enabled jail has a banaction that closes one.';

/** Looks at one edge, or at all. @throws UsageError when there is none of that name. */
export async function lookAtEdges(session: Session, name?: string): Promise<readonly LookedEdge[]> {
  const view = await session.edges();
  const chosen = view.configs.filter((config) => name === undefined || config.name === name || config.kind === name);
  if (name !== undefined && chosen.length === 0) {
    const known = view.configs.map((config) => config.name).join(', ') || 'none';
    throw new UsageError(`there is no edge ${JSON.stringify(name)}; there are ${known}`);
  }
  const { bans, clock } = await session.account();
  const [ruleset, tickets] = await Promise.all([session.rulesNow(), bans.all()]);
  const { lookAtEdge } = await import('../edges/look');
  return Promise.all(chosen.map((config) => lookAtEdge(config, view, { ruleset, tickets, now: clock() })));
}

const COLUMNS = [
  ...[{ title: 'RULE', align: 'right' as const }, { title: 'ADDRESS' }, { title: 'PORTS' }],
  ...[{ title: 'JAIL' }, { title: 'UNTIL' }],
];

function section(looked: LookedEdge, now: Seconds, { width }: Look): string {
  const shown = looked.entries.slice(0, ROWS);
  const more = looked.entries.length - shown.length;
  const resources = [...new Set(shown.map(({ resource }) => resource))];
  const lines = [
    ...(shown.length === 0 ? ['no entry'] : []),
    ...resources.flatMap((resource) => {
      const entries = shown.filter((entry) => entry.resource === resource);
      const rows = table(
        COLUMNS,
        entries.map((entry) => row(entry, now)),
        width - 2 * INDENT,
      );
      return [visible(resource), ...rows.map((line) => `  ${line}`)];
    }),
    ...(more > 0 ? [`... and ${more} more; --json prints them all`] : []),
    ...looked.waiting.slice(0, ROWS).map(waitingLine),
    ...looked.report.notices.map((notice) => `! ${visible(notice)}`),
  ];
  return [heading(looked), ...lines.map((line) => `  ${line}`)].join('\n');
}

const INDENT = 2;

/** `aws-nacl: 3 bans held, 1 waits; ipv4 3 of 18, ipv6 0 of 18` */
function heading({ config, mode, report, waiting }: LookedEdge): string {
  const held = `${report.held.length} ${report.held.length === 1 ? 'ban' : 'bans'} held`;
  const waits = waiting.length === 0 ? '' : `, ${waiting.length} not`;
  const how = mode === 'sync' ? '' : ` (${mode})`;
  return `${visible(config.name)}${how}: ${[`${held}${waits}`, ...report.room.map(roomText)].join('; ')}`;
}

const roomText = ({ family, used, capacity }: EdgeRoom): string => `${family} ${used} of ${capacity}`;

function row({ rule, cidr, ports, action, bans, whose }: KnownEntry, now: Seconds): readonly string[] {
  const address = action === 'allow' ? `allow ${cidr}` : cidr;
  const jails = [...new Set(bans.map(({ jail }) => visible(jail)))].join(' ');
  return [rule ?? '', visible(address), visible(ports), jails || whose, ends(bans, now)];
}

/** The last of their ends; empty where nobody is banned. */
function ends(bans: readonly Ban[], now: Seconds): string {
  if (bans.length === 0) return '';
  const last = bans.some(({ end }) => end === null) ? null : Math.max(...bans.map(({ end }) => end ?? 0));
  return last === null ? 'for ever' : localTimes().near(last, now);
}

function waitingLine({ cidr, bans, fits }: LookedEdge['waiting'][number]): string {
  const jails = [...new Set(bans.map(({ jail }) => visible(jail)))].join(' ');
  const { at } = localTimes();
  const until = bans[0] ? untilText(bans[0].end, at) : '';
  return `${fits ? 'not there yet' : 'no room'}: ${cidr} ${jails} ${until}`.trimEnd();
}

function jsonOf({ config, mode, entries, report, waiting }: LookedEdge): readonly object[] {
  const edge = config.name;
  const names = (bans: readonly Ban[]) => bans.map(({ jail, ip, end: until }) => ({ jail, ip, until }));
  return [
    { edge, kind: config.kind, mode, held: report.held.length, room: report.room, notices: report.notices },
    ...entries.map(({ bans, ...entry }) => ({ edge, ...entry, bans: names(bans) })),
    ...waiting.map(({ cidr, bans, fits }) => ({ edge, waiting: cidr, fits, bans: names(bans) })),
  ];
}
