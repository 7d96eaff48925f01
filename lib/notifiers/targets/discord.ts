import type { Digest } from '../../core/report';
import { sendJson } from './chat';
import { summaryOf } from './summary';
import { PLAIN, type TargetModule } from './target';

/** A message may have 2,000 characters (Discord, "Execute Webhook"). */
const LENGTH = 1_900;
const SUPPRESS_EMBEDS = 4;

/** A channel, by a webhook. */
export const discord: TargetModule = {
  ...PLAIN,
  kind: 'discord',
  description: 'a Discord channel, by a webhook',
  open: (target, tools) => (digest) => sendJson(target, tools, digest, discordBody),
};

/** All in a code block, where no Markdown is read; nobody can be mentioned, whatever stands there. */
export function discordBody(digest: Digest): object {
  const { head, lines } = summaryOf(digest);
  const text = [head, ...lines].join('\n').replaceAll('`', "'");
  const cut = text.length > LENGTH ? `${[...text.slice(0, LENGTH)].slice(0, -1).join('')}...` : text;
  return { content: `\`\`\`\n${cut}\n\`\`\``, allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS };
}
