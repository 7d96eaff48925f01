import { type Cidr, contains, formatIp, overlaps, parseCidr } from '../../../core/address';
import type { Ban } from '../../../core/ban';
import { isOver } from '../../../core/fold';
import { createProtection } from '../../../core/protect';
import type { Jail, Ruleset, Seconds } from '../../../core/ruleset';
import type { Action, Operator, Session } from '../answer';
import type { LookedEdge } from '../edges/look';
import { ruleOf } from '../text/rule';
import { counterKey, failuresOf, mayHideFailures } from './counted';
import { lookAtEdges } from './edges';
import { ranges } from './run-time';
import { reasonText, type Why } from './why-text';

/** `why IP`: for each jail that ever counted or banned it, what is known; exit code 1 when nobody knows it. */
export const why: Action = async (session, { operands: [text = ''], options }) => {
  const [ip = ''] = ranges([text]);
  const cidr = parseCidr(ip) as Cidr;
  const operator = await session.account();
  const [ruleset, tickets] = await Promise.all([session.rulesNow(), operator.bans.all()]);
  const touched = tickets.filter((ban) => touches(ban, cidr));
  const looked = touched.some(({ state }) => state === 'live') ? await edgesOf(session) : [];
  const found: Why[] = [];
  for (const jail of ruleset.jails) {
    const one = await whyIn(jail, { cidr, touched, operator, ruleset, looked });
    if (one) found.push(one);
  }
  const bans = touched.filter(({ bancount }) => bancount > 0);
  if (bans.length > found.length)
    session.note(`${bans.length} bans share an address with ${ip}: history ${ip} lists them`);
  const hidden = mayHideFailures(cidr, ruleset);
  if (hidden)
    session.note(`failures are counted by address: those of single addresses of ${ip} are not looked for; ${ASK}`);
  const withLines = options['no-lines'] ? found : await Promise.all(found.map((one) => linesOf(session, one)));
  return {
    text: reasonText({ ip, found: withLines, hidden }, session.look),
    json: withLines.map(json),
    failed: withLines.length === 0 && 'check',
  };
};

const ASK = 'why IP tells of one';

function touches({ ip }: Ban, cidr: Cidr): boolean {
  const range = parseCidr(ip);
  return range !== undefined && overlaps(range, cidr);
}

/** An edge that cannot be looked at must not hide why somebody is banned. */
async function edgesOf(session: Session): Promise<readonly LookedEdge[]> {
  try {
    return await lookAtEdges(session);
  } catch (error) {
    session.note(`the edges cannot be looked at: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

interface Asked {
  readonly cidr: Cidr;
  /** Tickets that share an address with it. */
  readonly touched: readonly Ban[];
  readonly operator: Operator;
  readonly ruleset: Ruleset;
  readonly looked: readonly LookedEdge[];
}

async function whyIn(jail: Jail, { cidr, touched, operator, ruleset, looked }: Asked): Promise<Why | undefined> {
  const protection = createProtection({ ...jail, self: ruleset.protect });
  const key = counterKey(cidr, jail, protection);
  const now = operator.clock();
  const tickets = touched.filter((ban) => ban.jail === jail.name);
  const ban = tickets.find((ticket) => ticket.state === 'live' && !isOver(ticket, now));
  const last = ban ?? tickets.filter(({ bancount }) => bancount > 0).sort((a, b) => b.time - a.time)[0];
  const keys = [key, last?.ip].filter((one) => one !== undefined);
  const failures = await failuresOf(operator.counters, { jail, keys, tickets });
  if (!last && failures.length === 0) return undefined;
  return {
    ...{ ip: last?.ip ?? key ?? formatIp(cidr), jail, now, ban, last: last ?? null, lines: [], regex: null, edges: [] },
    failures,
    counting: failures.filter((time) => time > now - jail.findtime).length,
    spared: protection.reason(cidr) ?? null,
    ...(ban && { edges: placesOf(ban, jail, looked) }),
  };
}

/** Where each of the jail's edges holds the ban. */
function placesOf(ban: Ban, jail: Jail, looked: readonly LookedEdge[]): Why['edges'] {
  const range = parseCidr(ban.ip) as Cidr;
  return looked
    .filter(({ config }) => jail.edges.some(({ edge }) => edge === config.name))
    .map(({ config, entries, report, waiting }) => {
      const waits = waiting.find(({ bans }) => bans.some((one) => one.ip === ban.ip && one.jail === ban.jail));
      const held = entries.filter(({ action, cidr }) => {
        const entry = parseCidr(cidr);
        return action !== 'allow' && entry !== undefined && contains(entry, range);
      });
      return {
        edge: config.name,
        held: !waits,
        why: waits ? (waits.fits ? 'not there yet' : 'no room') : null,
        entries: held.map(({ resource, rule, ports, link }) => ({ resource, rule, ports, link })),
        allowsOnly: config.kind === 'aws-security-group',
        notices: report.notices,
      };
    });
}

/** Lines this long before the first failure that counted are shown. */
const MARGIN: Seconds = 60;

/** The lines that name it, and the rule that the last of them matches. */
async function linesOf(session: Session, one: Why): Promise<Why> {
  const { jail, last, failures, ip } = one;
  const times = [...(last ? [last.time, last.time - jail.findtime] : []), ...failures];
  if (times.length === 0 || jail.countsBans) return one;
  const from = Math.min(...times) - MARGIN;
  const to = Math.max(...times) + MARGIN;
  try {
    const lines = await (await session.lines()).of(ip, jail.loggroup, from, to);
    return { ...one, lines, regex: ruleOf(jail, lines, to) };
  } catch (error) {
    session.note(`the lines cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return one;
  }
}

function json({ ip, jail, ban, last, failures, counting, spared, lines, regex, edges }: Why) {
  return {
    ...{ ip, jail: jail.name, banned: ban !== undefined, spared },
    ...(last && {
      ...{ time: last.time, until: last.end, origin: last.origin, failures: last.failures, bancount: last.bancount },
      ...(last.reason !== undefined && { reason: last.reason }),
    }),
    ...{ counted: failures, counting, maxretry: jail.maxretry, findtime: jail.findtime },
    ...{ regex: regex?.index ?? null, lines, edges: edges.map(({ notices: _, ...edge }) => edge) },
  };
}
