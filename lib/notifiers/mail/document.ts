import type { Ban } from '../../core/ban';
import { grouped } from '../../core/grouped';
import type { BanDetail, Digest } from '../../core/report';
import type { Block, Limits } from './block';
import { listedLines } from './listed-lines';
import { shortened } from './visible';
import { howLong, when } from './when';
import { whoisBlocks } from './whois-blocks';

/** The report as blocks: what happened in one sentence, the counts, the list of bans, what is known of the first ones. */
export function documentOf(digest: Digest, limits: Limits): readonly Block[] {
  const { bans } = digest;
  const alone = bans.length === 1 ? bans[0] : undefined;
  const summary = alone ? aloneBlocks(alone, digest.place) : manyBlocks(bans, digest.place, limits.rows);
  let lineBytes = limits.lineBytes;
  const details = digest.details.flatMap((detail) => {
    const listed = listedLines(detail.lines, { bytes: lineBytes, length: limits.lineLength });
    lineBytes -= listed.bytes;
    return [...detailHeading(detail, alone), ...whoisBlocks(detail.whois, limits), ...linesBlocks(listed, detail)];
  });
  return [...summary, ...details, ...undetailed(digest), { kind: 'paragraph', text: 'Regards, Fail2Ban (fail2edge)' }];
}

const until = (ban: Ban): string => (ban.end === null ? 'for ever' : when(ban.end));

function aloneBlocks(ban: Ban, place: string): Block[] {
  const reason = ban.origin === 'detect' ? `after ${counted(ban.failures, 'failure')}` : BY[ban.origin];
  const length = ban.bantime < 0 ? 'for ever' : `for ${howLong(ban.bantime)}`;
  return [
    { kind: 'paragraph', text: `Hi, ${ban.ip} has been banned by jail ${ban.jail} ${reason}, ${length}.` },
    {
      kind: 'facts',
      facts: [
        ['Address', ban.ip],
        ['Jail', ban.jail],
        ['Failures', `${ban.failures}`],
        ['Bans so far', `${ban.bancount}`],
        ['Banned at', when(ban.time)],
        ['Until', until(ban)],
        ['In force at', place],
        ...(ban.reason === undefined ? [] : [['Reason', shortened(ban.reason, REASON)] as const]),
      ],
    },
  ];
}

const BY = { manual: 'by an operator', request: 'on request', list: 'by a list' } as const;

/** Characters of what somebody said of a ban; in a list of many there is room for less. */
const REASON = 500;
const SHORT_REASON = 60;

function manyBlocks(bans: readonly Ban[], place: string, rows: number): Block[] {
  const jails = grouped(bans, (ban) => ban.jail);
  const ips = new Set(bans.map((ban) => ban.ip)).size;
  const who = `${counted(ips, 'address', 'addresses')}, ${counted(bans.length, 'ban')}`;
  const listed = bans.slice(0, rows);
  const reasons = listed.some(({ reason }) => reason !== undefined);
  const blocks: Block[] = [
    { kind: 'paragraph', text: `Hi, new bans by ${counted(jails.size, 'jail')} at ${place}: ${who}.` },
    {
      kind: 'table',
      head: ['Jail', 'Bans', 'Failures', 'First', 'Last'],
      rows: [...jails].map(([jail, of]) => jailRow(jail, of)),
    },
    {
      kind: 'table',
      head: ['Address', 'Jail', 'Failures', 'Bans so far', 'Banned at', 'Until', ...(reasons ? ['Reason'] : [])],
      rows: listed.map((ban) => [
        ...[ban.ip, ban.jail, `${ban.failures}`, `${ban.bancount}`, when(ban.time), until(ban)],
        ...(reasons ? [shortened(ban.reason ?? '', SHORT_REASON)] : []),
      ]),
    },
  ];
  const rest = bans.length - listed.length;
  if (rest > 0)
    blocks.push({ kind: 'paragraph', text: `${counted(rest, 'more ban')} not listed; the counts include them.` });
  return blocks;
}

function jailRow(jail: string, bans: readonly Ban[]): string[] {
  const failures = bans.reduce((sum, ban) => sum + ban.failures, 0);
  const first = bans.reduce((least, ban) => Math.min(least, ban.time), Number.POSITIVE_INFINITY);
  const last = bans.reduce((greatest, ban) => Math.max(greatest, ban.time), Number.NEGATIVE_INFINITY);
  return [jail, `${bans.length}`, `${failures}`, when(first), when(last)];
}

function detailHeading(detail: BanDetail, alone: Ban | undefined): Block[] {
  return alone ? [] : [{ kind: 'heading', text: `${detail.ban.ip} (${detail.ban.jail})` }];
}

function linesBlocks(listed: ReturnType<typeof listedLines>, detail: BanDetail): Block[] {
  if (detail.lines === null) return [];
  const blocks: Block[] = [{ kind: 'heading', text: `Log lines that mention ${detail.ban.ip} (at most 1000)` }];
  if (listed.lines.length > 0) blocks.push({ kind: 'listing', lines: listed.lines });
  if (listed.note !== '') blocks.push({ kind: 'paragraph', text: listed.note });
  return blocks;
}

function undetailed(digest: Digest): Block[] {
  if (digest.details.length === 0 || digest.details.length === digest.bans.length) return [];
  const text = `Whois and log lines are given for ${digest.details.length} of the ${digest.bans.length} bans.`;
  return [{ kind: 'paragraph', text }];
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
