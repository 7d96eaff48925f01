import { bannedNow } from '../../../app/operate/banned';
import { type JailStatus, statusOf } from '../../../app/operate/status';
import type { Jail, Ruleset } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import { isDenied } from '../account/aws-failure';
import type { Action, Answer, Said, Session } from '../answer';
import { type Counts, statistics } from '../text/statistics';
import { type Branch, tree } from '../text/tree';

/** Nobody counts what was seen since a start: nothing starts here. Also for what could not be asked. */
const UNKNOWN = '-';

const FLAVORS = ['basic', 'short'];

/** `status`: the jails there are. */
export const serverStatus: Action = async (session): Promise<Answer> => {
  const { ruleset, account, compare, rulesNow, note } = session;
  const banned = await bannedNow(await account());
  compare(banned);
  warnOfChanges(await rulesNow(), note);
  const jails = sorted(ruleset).map(({ name }) => name);
  return {
    text: ['Status', ...tree(jailList(jails))].join('\n'),
    json: [{ jails, currentlyBanned: banned.length }],
  };
};

/** `status JAIL [FLAVOR]` */
export const jailStatus: Action = async (session, said) => {
  const flavor = flavorOf(session, said);
  const statuses = await read(session, [said.jail]);
  const blocks = statuses.flatMap((status) => branches(status, flavor));
  return {
    text: [`Status for the jail: ${visible(said.jail.name)}`, ...tree(blocks)].join('\n'),
    json: statuses.map(json),
  };
};

/** `status --all [FLAVOR]` */
export const allStatus: Action = async (session, said) => {
  const flavor = flavorOf(session, said);
  const statuses = await read(session, sorted(session.ruleset));
  const blocks = statuses.map((status) => ({
    label: `Jail: ${visible(status.jail.name)}`,
    below: branches(status, flavor),
  }));
  const below = blocks.length === 0 ? [] : [{ label: 'Status for the jails:', below: blocks }];
  const names = statuses.map(({ jail }) => jail.name);
  return { text: ['Status', ...tree([...jailList(names), ...below])].join('\n'), json: statuses.map(json) };
};

/** What a jail reads is delivered by CloudWatch Logs, whatever `backend` says. */
const BACKEND = 'cloudwatch';

/** `statistics` */
export const allStatistics: Action = async (session) => {
  const statuses = await read(session, sorted(session.ruleset));
  const rows = statuses.map(({ jail, failed, banned, totalBanned }): Counts => {
    const actions = [String(banned.length), String(totalBanned)] as const;
    const filter = [String(failed ?? UNKNOWN), UNKNOWN] as const;
    return { jail: visible(jail.name), backend: BACKEND, filter, actions };
  });
  return { text: statistics(rows), json: statuses.map(json) };
};

const sorted = ({ jails }: Ruleset): readonly Jail[] => [...jails].sort((a, b) => (a.name < b.name ? -1 : 1));

const jailList = (names: readonly string[]): readonly Branch[] => [
  { label: 'Number of jail', value: names.length },
  { label: 'Jail list', value: names.map(visible).join(', ') },
];

async function read(session: Session, jails: readonly Jail[]): Promise<readonly JailStatus[]> {
  const { account, compare, note } = session;
  const { bans, clock, counters } = await account();
  const rules = await session.rulesNow();
  const now = jails.map((jail) => rules.jails.find(({ name }) => name === jail.name) ?? jail);
  const { statuses, live } = await statusOf({ bans, clock, counters }, now).catch((error: unknown) => {
    if (!isDenied(error, SCAN)) throw error;
    note(`Currently failed is not known: you have no right to read the whole table (${SCAN})`);
    return statusOf({ bans, clock, counters: undefined }, now);
  });
  compare(live);
  warnOfChanges(rules, note);
  return statuses;
}

/** The right to list the counters; an operator may be without it. */
const SCAN = 'dynamodb:Scan';

/** A figure that means something else than it says must not stand alone. */
function warnOfChanges({ panic, jails }: Ruleset, note: Session['note']): void {
  if (panic) note('banning is stopped (panic): fail2edge panic off starts it again');
  const named = (chosen: (jail: Jail) => boolean | undefined) => jails.filter(chosen).map(({ name }) => name);
  const simulated = named(({ simulate }) => simulate);
  const idle = named((jail) => jail.idle);
  if (simulated.length > 0) note(`simulated, no edge is closed: ${simulated.join(', ')}`);
  if (idle.length > 0) note(`idle, nothing is counted: ${idle.join(', ')}`);
}

function flavorOf({ note }: Session, { operands: [flavor = 'basic'] }: Said): string {
  if (FLAVORS.includes(flavor)) return flavor;
  note(`there is no flavor ${JSON.stringify(flavor)}, this is basic; there are ${FLAVORS.join(', ')}`);
  return 'basic';
}

function branches({ jail, failed, banned, totalBanned }: JailStatus, flavor: string): readonly Branch[] {
  const filter = [
    { label: 'Currently failed', value: failed ?? UNKNOWN },
    { label: 'Total failed', value: UNKNOWN },
    { label: 'File list', value: jail.loggroup.map(visible).join(' ') },
  ];
  const actions = [
    { label: 'Currently banned', value: banned.length },
    { label: 'Total banned', value: totalBanned },
    ...(flavor === 'short' ? [] : [{ label: 'Banned IP list', value: banned.map(({ ip }) => visible(ip)).join(' ') }]),
  ];
  return [
    { label: 'Filter', below: filter },
    { label: 'Actions', below: actions },
  ];
}

const json = ({ jail, failed, banned, totalBanned }: JailStatus) => ({
  ...{ jail: jail.name, loggroup: jail.loggroup, currentlyFailed: failed, totalFailed: null },
  ...{ currentlyBanned: banned.length, totalBanned, banned: banned.map(({ ip }) => ip) },
});
