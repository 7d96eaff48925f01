import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../lib/cli/io';
import { replayCommand } from '../../lib/cli/replay/replay-command';
import { bansOf, exactWindow, type Limits } from './exact-window';
import { randomLog } from './random-log';

/** The bans of a replay of these lines. */
async function replayedBans(folder: string, lines: readonly string[], limits: Limits) {
  const settings = Object.entries(limits).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(join(folder, 'jail.local'), `[sshd]\nenabled = true\n${settings.join('')}`);
  const log = join(folder, 'auth.log');
  writeFileSync(log, `${lines.join('\n')}\n`);
  let written = '';
  const io = { stdout: (text: string) => (written += text), stderr: () => undefined, now: () => 1_800_000_000 };
  await replayCommand(['--config', folder, '--json', '--tz', 'UTC', log], io as unknown as Io);
  const events: Record<string, unknown>[] = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return bansOf(events);
}

describe('the bans of a replay are those of an exact window over the findings', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fail2edge-oracle-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    { seed: 1, lateness: 30, maxretry: 5, findtime: 600, bantime: 600 },
    { seed: 2, lateness: 2000, maxretry: 3, findtime: 60, bantime: 300 },
    { seed: 3, lateness: 900, maxretry: 4, findtime: 300, bantime: 20 },
    { seed: 4, lateness: 5000, maxretry: 2, findtime: 30, bantime: -1 },
    { seed: 5, lateness: 100, maxretry: 1, findtime: 10, bantime: 60 },
    { seed: 6, lateness: 700, maxretry: 7, findtime: 1000, bantime: 100 },
  ])(
    'log $seed, late by up to $lateness s: $maxretry in $findtime s, banned for $bantime s',
    async (scenario) => {
      const { seed, lateness, ...limits } = scenario;
      const { lines, known } = randomLog(seed, 300, lateness);
      const expected = exactWindow(known, limits);
      expect(expected.events.length).toBeGreaterThan(5);
      expect(await replayedBans(folder, lines, limits)).toEqual(expected);
    },
    30_000,
  );
});
