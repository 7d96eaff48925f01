/**
 * What strangers wrote, in every place that an operator's screen shows it: names of jails, banned texts, reasons, log
 * lines. `FAIL2EDGE_FUZZ=100000 npx jest test/cli/client/fuzz` looks at as many of them; without it at a few hundred.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { saveAccount } from '../../../lib/cli/client/account/saved';
import { resolveRuleset } from '../../../lib/config/ruleset';
import { openTree } from '../../../lib/config/tree';
import type { Ban } from '../../../lib/core/ban';
import { NO_CHANGES } from '../../../lib/core/changes';
import { ticket } from '../../stores/ban-contract';
import { aTree, NOW, typed } from './client';

const NAMES = Number(process.env.FAIL2EDGE_FUZZ ?? 300);
/** Of one account. */
const AT_ONCE = 150;

/** C0, DEL, C1, bidi and zero-width controls, surrogates, separators: what a terminal acts on or does not show. */
const UNSAFE = /[^\P{C}\t\n]|[\p{Zl}\p{Zp}]/u;

const POISON = [
  ...['\u001b[2J', '\u001b]0;x\u0007', '\u0000', '\r', '\u007f', '\u009b31m', '\u202e', '\u2028', '\u200b', '\ufeff'],
  ...['=1+1', '+1', '-1', '@SUM(1)', '\t=1', ' =1', '"', "'", ',', '\n', '\\', '%', '#', '\ud800', '</script>', '{}'],
];

const name = fc
  .array(fc.oneof(fc.constantFrom(...POISON), fc.string({ unit: 'binary', maxLength: 6 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

const COMMANDS = [
  ...['status', 'status --all', 'banned', 'get sshd banip', 'get sshd banip --with-time', 'get sshd banned'],
  ...['history', 'history --format json', 'history --format csv', 'edges', 'why 192.0.2.1', 'allow list'],
  ...['allow check 192.0.2.1', 'config --diff', 'tail --since 2026-01-01 --no-follow', 'doctor', 'statistics', '-d'],
];

const tree = aTree();
const folder = mkdtempSync(join(tmpdir(), 'fail2edge-fuzz-'));
const { ruleset } = resolveRuleset(openTree(tree.folder));

afterAll(() => {
  tree.remove();
  rmSync(folder, { recursive: true });
});

/** An account whose tickets, lines and reasons hold these names. */
function poisoned(names: readonly string[]): void {
  const bans = names.map((text, index): Ban => {
    const place = [
      { jail: text, ip: `198.51.100.${index % 250}` },
      { jail: 'sshd', ip: text },
      { jail: 'sshd', ip: '192.0.2.1' },
    ][index % 3];
    const over = { reason: text, end: index % 2 === 0 ? null : NOW + 60, origin: 'manual', time: NOW - index } as const;
    return ticket({ ...place, ...over });
  });
  const reason = names[0] ?? '';
  saveAccount(folder, {
    ...{ format: 1, now: NOW, ruleset, bans, counters: [] },
    changes: {
      ...{ ...NO_CHANGES, version: 1, simulated: [reason], panic: { since: NOW, reason } },
      jails: { [reason]: { settings: { idle: true }, addignoreip: [], delignoreip: [] } },
      allowed: names
        .slice(0, 20)
        .map((text, index) => ({ ip: `203.0.113.${index}`, since: NOW, until: null, reason: text })),
    },
    journal: names.map((text) => ({ time: NOW, by: text, said: text, events: [], more: 0 })),
    lines: names.map((text) => ({ logGroup: 'auth', time: NOW, text: `refused 192.0.2.1 ${text}` })),
  });
}

/** The cells of a CSV line as RFC 4180 has them. */
const cells = (text: string): readonly string[] =>
  [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"\n]*))/gm)].map(([, quoted, bare]) => quoted ?? bare ?? '');

async function look(): Promise<void> {
  for (const command of COMMANDS) {
    const { out, err } = await typed(['--local', folder, ...command.split(' ')]);
    expect([command, UNSAFE.exec(out + err)?.[0]]).toEqual([command, undefined]);
    if (command.endsWith('csv')) for (const cell of cells(out)) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    if (command.endsWith('format json')) JSON.parse(out);
    const { out: lines, err: notes } = await typed(['--local', folder, ...command.split(' '), '--json']);
    expect([command, UNSAFE.exec(lines + notes)?.[0]]).toEqual([command, undefined]);
    for (const line of lines.split('\n').filter((text) => text !== '')) JSON.parse(line);
  }
}

it(`no unsafe byte, no formula, no broken JSON in ${NAMES} fuzzed names`, async () => {
  const names = fc.sample(name, { numRuns: NAMES, seed: Number(process.env.FAIL2EDGE_SEED ?? 20261120) });
  for (let at = 0; at < names.length; at += AT_ONCE) {
    poisoned(names.slice(at, at + AT_ONCE));
    await look();
  }
}, 3_600_000);
