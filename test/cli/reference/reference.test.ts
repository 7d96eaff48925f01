import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHAPTERS } from '../../../lib/cli/client/grammar';
import { commands } from '../../../lib/cli/commands';
import { main } from '../../../lib/cli/main';
import { bashCompletion } from '../../../lib/cli/reference/bash';
import { fishCompletion } from '../../../lib/cli/reference/fish';
import { referencePage } from '../../../lib/cli/reference/markdown';
import { manPage } from '../../../lib/cli/reference/roff';
import { zshCompletion } from '../../../lib/cli/reference/zsh';
import { version } from '../../../package.json';

const DOCS = join(__dirname, '../../../docs');
const GENERATED: Readonly<Record<string, () => string>> = {
  'reference.md': referencePage,
  'fail2edge.1': () => manPage(version),
  'completion/fail2edge.bash': bashCompletion,
  'completion/_fail2edge': zshCompletion,
  'completion/fail2edge.fish': fishCompletion,
};

describe('what is made of the grammar', () => {
  it.each(Object.entries(GENERATED))('docs/%s is current (UPDATE_REFERENCE=1 writes it)', (file, make) => {
    const path = join(DOCS, file);
    if (process.env.UPDATE_REFERENCE) writeFileSync(path, make());
    expect(readFileSync(path, 'utf8')).toBe(make());
  });

  it('names every command there is', () => {
    const told = new Set(CHAPTERS.flatMap(({ forms }) => forms.map(({ words }) => words[0])));
    for (const { name } of commands) expect(told).toContain(name);
  });
});

const FOLDER = mkdtempSync(join(tmpdir(), 'completion-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));
writeFileSync(
  join(FOLDER, 'jail.local'),
  '[DEFAULT]\nmaxretry = 3\n[sshd]\nenabled = true\n[$(touch owned)]\n[web.1]\n',
);
writeFileSync(join(FOLDER, 'f.bash'), bashCompletion());

/** What bash proposes after these words; the last one is begun. */
function proposed(...words: readonly string[]): readonly string[] {
  const script = `source ./f.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fail2edge; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-c', script, 'bash', 'fail2edge', ...words], { cwd: FOLDER, encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
}

describe('the completion of bash', () => {
  it('proposes commands', () => {
    expect(proposed('')).toEqual(expect.arrayContaining(['status', 'replay', 'completion', 'panic']));
    expect(proposed('sta')).toEqual(['status', 'statistics', 'stats']);
  });

  it('proposes jails of the configuration, and runs nothing of it', () => {
    expect(proposed('--config', '.', 'get', '')).toEqual(['dbpurgeage', 'sshd', 'web.1']);
    expect(proposed('status', '-c', '.', 's')).toEqual(['sshd']);
  });

  it('proposes what can be said of a jail: commands, and the settings that can be set', () => {
    expect(proposed('set', 'sshd', 'un')).toEqual(['unbanip']);
    expect(proposed('set', 'sshd', 'max')).toEqual(['maxretry', 'maxmatches']);
    expect(proposed('get', 'sshd', 'prefr')).toEqual(['prefregex']);
    expect(proposed('set', 'sshd', 'prefr')).toEqual([]);
    expect(proposed('set', 'sshd', 'simulate', '')).toEqual(['on', 'off']);
  });

  it('proposes options, their values, and files where one is meant', () => {
    expect([...proposed('set', 'sshd', 'banip', '--re')].sort()).toEqual(['--reason', '--region', '--report-absent']);
    expect(proposed('replay', '--ag')).toEqual(['--against']);
    expect(proposed('history', '--format', '')).toEqual(['text', 'json', 'csv']);
    expect(proposed('replay', '--set', 'sshd.maxretry=3', 'f.b')).toEqual(['f.bash']);
    expect(proposed('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('proposes nothing where only the user knows', () => {
    expect(proposed('set', 'sshd', 'banip', '--for', '')).toEqual([]);
    expect(proposed('unban', '')).not.toContain('sshd');
  });
});

async function said(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = { stdout: (text: string) => void out.push(text), stderr: (text: string) => void err.push(text) };
  const code = await main(args, { ...io, columns: undefined, colour: false, progress: false, now: () => 0 }, '0');
  return { code, out: out.join(''), err: err.join('') };
}

describe('completion and man', () => {
  it.each([
    ['bash', bashCompletion],
    ['zsh', zshCompletion],
    ['fish', fishCompletion],
  ])('completion %s prints its script', async (shell, make) => {
    expect(await said('completion', shell)).toEqual({ code: 0, out: make(), err: '' });
  });

  it('an unknown shell is told what there is', async () => {
    const { code, err } = await said('completion', 'bahs');
    expect([code, err]).toEqual([255, expect.stringContaining("name a shell: bash, zsh, fish (did you mean 'bash'?)")]);
  });

  it('the man page has every form, and no line that roff would take for a request of its own', async () => {
    const { out } = await said('man');
    const requests = new Set(out.split('\n').flatMap((line) => /^[.'](\S*)/.exec(line)?.[1] ?? []));
    expect([...requests].sort()).toEqual(
      ['B', 'BR', 'I', 'PP', 'RE', 'RS', 'SH', 'TH', 'TP', '\\"', 'fi', 'nf'].sort(),
    );
    const plain = out.replaceAll('\\-', '-').replaceAll('\n', ' ');
    for (const { forms } of CHAPTERS)
      for (const { words } of forms) expect(plain).toContain(`fail2edge ${words.join(' ')}`);
  });
});
