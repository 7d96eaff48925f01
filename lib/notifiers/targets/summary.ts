import type { Ban } from '../../core/ban';
import type { Digest } from '../../core/report';
import { visible } from '../../core/visible';
import { subjectOf } from '../mail/subject';
import { shortened, withoutLinks } from '../mail/visible';
import { when } from '../mail/when';

/** Bans told one by one in a chat; the rest is counted. */
const TOLD = 10;
const REASON = 200;

/** A digest for a chat, a line each: harmless characters only, no links; what the chat itself acts on is left to its file. */
export function summaryOf(digest: Digest): { readonly head: string; readonly lines: readonly string[] } {
  const { bans } = digest;
  const rest = bans.length - TOLD;
  const lines = bans.slice(0, TOLD).map(lineOf);
  return {
    head: withoutLinks(subjectOf(digest)),
    lines: [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])],
  };
}

function lineOf(ban: Ban): string {
  const until = ban.end === null ? 'for ever' : `until ${when(ban.end)}`;
  const why = ban.failures > 0 ? `${ban.failures} failures` : BY[ban.origin];
  const reason = ban.reason === undefined ? '' : `: ${shortened(ban.reason, REASON)}`;
  const text = `${ban.ip}  ${shortened(ban.jail, 100)}, ${why}, ban ${ban.bancount}, ${until}${reason}`;
  return withoutLinks(visible(text));
}

const BY: Readonly<Record<Ban['origin'], string>> = {
  detect: 'failures',
  manual: 'by an operator',
  request: 'on request',
  list: 'by a list',
};
