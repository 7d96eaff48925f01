import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBanRequest } from '../../lib/app/share/ban-request';
import { resolveRuleset } from '../../lib/config/ruleset';
import { TARGET_OPTIONS } from '../../lib/config/target-options';
import type { HttpRequest, Post } from '../../lib/notifiers/http/post';
import { webhook } from '../../lib/notifiers/targets/webhook';
import { overShipped } from '../config/trees';
import { aDigest } from '../fakes/aws-mail/builders';
import { someTools } from '../notifiers/targets/tools';

const page = (name: string) => readFileSync(join(__dirname, '..', '..', 'docs', name), 'utf8');
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block);

describe.each(['notifications.md', 'sharing.md'])('docs/%s', (name) => {
  const text = page(name);

  test('shows configurations that are right as they stand', () => {
    const shown = blocks(text, 'ini');
    expect(shown.length).toBeGreaterThan(3);
    for (const block of shown) {
      const jail = block.includes('[') && /^\[/m.test(block) ? block : `[sshd]\nenabled = true\n${block}`;
      const tree = overShipped({ 'jail.local': jail });
      const { ruleset, problems } = resolveRuleset(tree, { allEnabled: /^\[DEFAULT\]/m.test(block) });
      expect(ruleset.jails.length).toBeGreaterThan(0);
      expect(problems.filter(({ message }) => /is not used|not honoured|unknown/.test(message))).toEqual([]);
    }
  });

  test('refers to headings that are there', () => {
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-');
    for (const [, file, anchor = ''] of text.matchAll(/\]\(([\w-]+\.md)#([^)]+)\)/g)) {
      const headings = [...page(file ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));
      expect(headings).toContain(anchor);
    }
  });
});

test('docs/notifications.md names every kind of target', () => {
  const names: Readonly<Record<string, string>> = {
    abuseipdb: 'abuseipdb[',
    'blocklist-de': 'blocklist_de[',
    xarf: 'action_xarf',
  };
  for (const kind of Object.keys(TARGET_OPTIONS)) {
    expect(page('notifications.md')).toContain(names[kind] ?? `\`notify-${kind}`);
  }
});

test('the check of a signature that docs/notifications.md shows takes what we send, and nothing else', async () => {
  const [code = ''] = blocks(page('notifications.md'), 'js');
  const isOurs = new Function('require', `${code}; return isOurs;`)(require);
  const sent: HttpRequest[] = [];
  const post: Post = async (request) => {
    sent.push(request);
    return { status: 200, retryAfter: null };
  };
  const http = { post, sleep: async () => 0 };
  const target = { name: 'webhook', kind: 'webhook', options: { url: 'https://x.example/', secret: 'key' } } as const;
  const tools = someTools({ http });
  await webhook.open(target, tools)(aDigest());
  const [{ headers, body } = { headers: {}, body: '' }] = sent;
  expect(isOurs(headers, body, 'key', tools.clock())).toBe(true);
  expect(isOurs(headers, `${body} `, 'key', tools.clock())).toBe(false);
  expect(isOurs(headers, body, 'other', tools.clock())).toBe(false);
  expect(isOurs(headers, body, 'key', tools.clock() + 301)).toBe(false);
  expect(isOurs({}, body, 'key', tools.clock())).toBe(false);
});

test('the event that docs/sharing.md puts on the bus is one', () => {
  const [command] = blocks(page('sharing.md'), 'sh').filter((block) => block.includes('put-events'));
  const entries = JSON.parse(/--entries '(.*)'/s.exec(command ?? '')?.[1] ?? '[]');
  expect(readBanRequest(JSON.parse(entries[0].Detail))).toMatchObject({ kind: 'request' });
});
