import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { timesIn } from '../../../lib/cli/print/time';
import { renderPage } from '../../../lib/cli/report/html/document';
import { pageWith } from './pages';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path !== '' && existsSync(path));

const FOLDER = mkdtempSync(join(tmpdir(), 'page-'));
let browser: Browser | undefined;

beforeAll(async () => {
  if (!executablePath) return;
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  rmSync(FOLDER, { recursive: true });
});

const HOSTILE =
  '<script>document.title="owned"</script><img src="https://evil.example/x.png" onerror="alert(1)">\u202e"\'';

interface Seen {
  readonly title: string;
  readonly overflow: number;
  readonly paper: string;
  readonly images: number;
  readonly scripts: number;
  readonly text: string;
}

/** Runs in the browser. */
const LOOK = `({
  title: document.title,
  overflow: document.documentElement.scrollWidth - innerWidth,
  paper: getComputedStyle(document.body).backgroundColor,
  images: document.images.length,
  scripts: document.scripts.length,
  text: document.body.innerText,
})`;

/** What the browser did and said while it showed the page. */
async function shown(text: string, width: number, colorScheme: 'light' | 'dark') {
  if (!browser) throw new Error('no browser');
  const file = join(FOLDER, 'page.html');
  writeFileSync(
    file,
    renderPage(
      pageWith((at) => `${text} ${at}`),
      timesIn('UTC'),
    ),
  );
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('dialog', (dialog) => said.push(dialog.message()));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const seen = (await page.evaluate(LOOK)) as Seen;
  await context.close();
  return { ...seen, said, asked: asked.filter((url) => !url.startsWith('file:')) };
}

/** Where no Chromium is, the page is held by its text alone. .ci/run installs one: there it must not be missing. */
const inBrowser = executablePath || process.env.CI ? it : it.skip;
if (!executablePath)
  process.stderr.write(`The page is not opened: no Chromium at $CHROMIUM or in ${PLACES.join(', ')}\n`);

describe('the page in a browser', () => {
  inBrowser.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    'at %d px, %s: nothing is asked for, nothing goes wrong, a hostile name stays text',
    async (width, scheme) => {
      const seen = await shown(HOSTILE, width, scheme);
      expect(seen.said).toEqual([]);
      expect(seen.asked).toEqual([]);
      expect([seen.images, seen.scripts]).toEqual([0, 0]);
      expect(seen.title).toContain('<script>document.title="owned"</script>');
      expect(seen.text).toContain(`<img src="https://evil.example/x.png" onerror="alert(1)">\\u{202e}"' 0`);
      expect(seen.overflow).toBeLessThanOrEqual(0);
      expect(seen.paper).toBe(scheme === 'dark' ? 'rgb(21, 20, 18)' : 'rgb(250, 249, 247)');
    },
    60_000,
  );
});
