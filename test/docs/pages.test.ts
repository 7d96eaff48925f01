import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FORMS } from '../../lib/cli/client/grammar';
import { parseSaid } from '../../lib/cli/client/said';
import { commands } from '../../lib/cli/commands';
import { performed } from './transcripts';

const ROOT = join(__dirname, '../..');
/** 2026-11-20 18:40 UTC: two days after the example's log, whose dates name no year. */
const NOW = 1_795_200_000;

const PAGES = ['docs/tutorial.md', ...readdirSync(join(ROOT, 'docs/tasks')).map((name) => `docs/tasks/${name}`)];

const folder = mkdtempSync(join(tmpdir(), 'docs-'));
const home = process.cwd();
const zone = process.env.TZ;

beforeAll(() => {
  process.env.TZ = 'UTC';
});

afterAll(() => {
  process.chdir(home);
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  rmSync(folder, { recursive: true });
});

/** In a folder that holds what a checkout holds, as far as the pages need it. */
it.each(PAGES)(
  '%s shows what is really printed (UPDATE_DOCS=1 writes it)',
  async (page) => {
    const own = mkdtempSync(join(folder, 'page-'));
    cpSync(join(ROOT, 'examples'), join(own, 'examples'), { recursive: true });
    process.chdir(own);
    const path = join(ROOT, page);
    const text = readFileSync(path, 'utf8');
    const now = await performed(text, NOW);
    if (process.env.UPDATE_DOCS) writeFileSync(path, now);
    else expect(text).toBe(now);
  },
  60_000,
);

describe('docs/errors.md', () => {
  const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
  const source = (readdirSync(join(ROOT, 'lib'), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'lib', name), 'utf8').replaceAll("\\'", "'"))
    .join('\n');
  const messages = [...page.matchAll(/^\| `([^|]*?)` \|/gm)].map(([, message]) => message ?? '');

  it('tells messages that there are', () => {
    expect(messages.length).toBeGreaterThan(30);
    const parts = messages.flatMap((message) => message.split('…')).filter((part) => part.trim().length > 4);
    expect(parts.filter((part) => !source.includes(part.trim()))).toEqual([]);
  });
});

describe('docs/cheat-sheet.md', () => {
  const page = readFileSync(join(ROOT, 'docs/cheat-sheet.md'), 'utf8');
  const said = [...page.matchAll(/`fail2edge ([^`]+)`/g)].map(([, words]) => words ?? '');

  it.each(said)('fail2edge %s can be said', (words) => {
    const [verb = '', ...rest] = words.split(' ');
    const command = commands.find(({ name }) => name === (verb === '-t' ? 'config' : verb));
    expect(command).toBeDefined();
    const client = FORMS.some((form) => form.words[0] === verb) && words !== 'config';
    if (client) expect(parseSaid(verb, rest)).not.toBe('help');
  });
});

describe('links between pages', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...markdownIn('docs')];

  it.each(pages)('of %s lead somewhere', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? '');
    const missing = targets.filter((target) => !exists(join(ROOT, page, '..', target)));
    expect(missing).toEqual([]);
  });
});

function markdownIn(place: string): readonly string[] {
  return (readdirSync(join(ROOT, place), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(place, name));
}

function exists(path: string): boolean {
  try {
    return readdirSync(join(path, '..')).includes(path.split('/').at(-1) ?? '');
  } catch {
    return false;
  }
}
