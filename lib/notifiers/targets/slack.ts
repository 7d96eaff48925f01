import type { Digest } from '../../core/report';
import { sendJson } from './chat';
import { summaryOf } from './summary';
import { PLAIN, type TargetModule } from './target';

/** A section's text may have 3,000 characters (Slack, "Section block"); escaping makes some of them longer. */
const LENGTH = 2_900;

/** A channel, by an incoming webhook. */
export const slack: TargetModule = {
  ...PLAIN,
  kind: 'slack',
  description: 'a Slack channel, by an incoming webhook',
  open: (target, tools) => (digest) => sendJson(target, tools, digest, slackBody),
};

/** Type `plain_text`: no mark-up, no mention is read in it; `text` is what a notification shows. */
export function slackBody(digest: Digest): object {
  const { head, lines } = summaryOf(digest);
  const section = (text: string) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } });
  return { text: escaped(head), unfurl_links: false, blocks: [section(escaped(head)), section(fitting(lines))] };
}

/** Slack's three control characters (api.slack.com, "Formatting text: escaping"): no tag, no mention, no link. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function fitting(lines: readonly string[]): string {
  let text = '';
  for (const line of lines.map(escaped)) {
    if (text.length + line.length > LENGTH) return `${text}...`;
    text += `${line}\n`;
  }
  return text.trimEnd();
}
