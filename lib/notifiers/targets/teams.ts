import type { Digest } from '../../core/report';
import { sendJson } from './chat';
import { summaryOf } from './summary';
import { PLAIN, type TargetModule } from './target';

/** A channel, by a workflow that begins with a webhook request. */
export const teams: TargetModule = {
  ...PLAIN,
  kind: 'teams',
  description: 'a Microsoft Teams channel, by a workflow',
  open: (target, tools) => (digest) => sendJson(target, tools, digest, teamsBody),
};

/** An Adaptive Card. Its text stands in RichTextBlocks: there, unlike in a TextBlock, no Markdown is read. */
export function teamsBody(digest: Digest): object {
  const { head, lines } = summaryOf(digest);
  const body = [paragraph(head, { weight: 'Bolder' }), ...lines.map((line) => paragraph(line, { size: 'Small' }))];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { ...content, body } }],
  };
}

const paragraph = (text: string, style: object) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...style }],
});
