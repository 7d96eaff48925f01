import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';

const ROOT = join(__dirname, '../../..');
const FOLDER = mkdtempSync(join(tmpdir(), 'long-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Lines that are replayed; the long run: REPLAY_LINES=600000, which prints time and memory as well. */
const LINES = Number(process.env.REPLAY_LINES ?? 2500);

const DAY = 86_400;
const BEGIN = Date.UTC(2026, 0, 20) / 1000;
/** Lines of the example's day. */
const A_DAY = 2038;
/** The day after the log: its dates name no year. */
const NOW = BEGIN + (Math.ceil(LINES / A_DAY) + 1) * DAY;

/** The example's day over and over, each day with other attackers, as one log of as many lines as wanted. */
function log(): readonly string[] {
  const day = readFileSync(join(ROOT, 'examples/log/auth.log'), 'utf8').trimEnd().split('\n');
  const lines: string[] = [];
  for (let n = 0; lines.length < LINES; n++) {
    const date = new Date((BEGIN + n * DAY) * 1000);
    const head = `${date.toUTCString().slice(8, 11)} ${String(date.getUTCDate()).padStart(2)}`;
    const other = (_: string, net: string, host: string) =>
      `${(Number(net) % 100) + 11}.${n % 256}.${(n * 7) % 256}.${host}`;
    for (const line of day) {
      lines.push(head + line.slice(6).replace(/\b(203|198)\.\d+\.\d+\.(\d+)\b/g, other));
      if (lines.length === LINES) break;
    }
  }
  return lines;
}

/** Bans, prolongations and unbans of a replay, and what is in force at its end. */
async function banned(...files: readonly string[]) {
  const out: string[] = [];
  const io = { stdout: (text: string) => void out.push(text), stderr: () => undefined };
  const quiet = { columns: undefined, colour: false, progress: false, now: () => NOW };
  const config = join(ROOT, 'examples/etc/fail2ban');
  const began = performance.now();
  const code = await main(
    ['replay', '--config', config, '--jail', 'sshd', '--tz', 'UTC', '--json', ...files],
    { ...io, ...quiet },
    '0',
  );
  const seconds = (performance.now() - began) / 1000;
  const lines = out.join('').split('\n');
  const events = lines.filter((line) => /^\{"event":"(?:ban|prolong|unban)"/.test(line));
  const summary = JSON.parse(lines.at(-2) ?? '') as { readonly lines: number; readonly banned: readonly string[] };
  return { code, events, summary, seconds };
}

/** Told as a word: of half a million lines nobody reads what differs. */
const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

const write = (name: string, lines: readonly string[]): string => {
  const path = join(FOLDER, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};

it(`${LINES} lines come to the same bans whole, in rotated files, and spread over hosts`, async () => {
  const lines = log();
  const whole = await banned(write('auth.log', lines));
  const size = Math.ceil(lines.length / 5);
  const rotated = await banned(
    ...[4, 3, 2, 1, 0].map((n) => write(`auth.log.${5 - n}`, lines.slice(n * size, (n + 1) * size))),
  );
  const cut = await banned(
    ...[0, 1].map((half) =>
      write(
        `half.${half}`,
        lines.filter((line) => Number(/\[(\d+)\]/.exec(line)?.[1] ?? 0) % 2 === half),
      ),
    ),
  );
  expect(whole.code).toBe(0);
  expect(whole.summary.lines).toBe(LINES);
  expect(whole.events.length).toBeGreaterThan(8);
  expect(same(rotated.events, whole.events)).toBe(true);
  expect(same(cut.events, whole.events)).toBe(true);
  expect(rotated.summary.banned).toEqual(whole.summary.banned);
  if (process.env.REPLAY_LINES) {
    const memory = process.resourceUsage().maxRSS / 1024;
    const speed = Math.round(LINES / whole.seconds);
    process.stderr.write(
      `${LINES} lines: ${whole.seconds.toFixed(1)} s, ${speed} lines/s, ${memory.toFixed(0)} MB in this process\n`,
    );
  }
}, 1_800_000);
