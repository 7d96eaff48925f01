import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { configurationOver } from './configuration';
import { type Bans, bansOf, exactWindow, type Limits, type OracleLine } from './exact-window';
import { fail2edge, python } from './processes';

/**
 * Compares the bans of `fail2edge replay` on real auth logs with those of an exact window (exact_window.py) over
 * (1) fail2ban's own findings, with fail2ban's stock configuration loaded by us, when FAIL2BAN_ROOT names an unpacked fail2ban;
 * (2) the findings of our own sshd filter, as `fail2edge regex --json` tells them.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    now: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    mode: { type: 'string', default: 'normal' },
    maxretry: { type: 'string', default: '5' },
    findtime: { type: 'string', default: '600' },
    bantime: { type: 'string', default: '600' },
  },
});

const limits: Limits = {
  maxretry: Number(values.maxretry),
  findtime: Number(values.findtime),
  bantime: Number(values.bantime),
};
const root = process.env.FAIL2BAN_ROOT;
const when = ['--tz', 'UTC', '--now', values.now];

/** A configuration folder of the jail under test. */
function configuration(base: string | undefined): string {
  const { maxretry, findtime, bantime } = limits;
  const lines = [`maxretry = ${maxretry}`, `findtime = ${findtime}`, `bantime = ${bantime}`, `mode = ${values.mode}`];
  return configurationOver(base, `[sshd]\nenabled = true\n${lines.join('\n')}\n`);
}

interface Outcome {
  readonly expected: Bans;
  readonly actual: Bans;
  readonly findings: number;
  /** Findings the ambiguity guard kept from being counted; `regex` does not apply it. */
  readonly ambiguous: number;
}

function stock(log: string, config: string): Outcome {
  const lines = findingsOfFail2ban(log);
  const actual = bansOf(fail2edge('replay', '--config', config, '--jail', 'sshd', '--json', ...when, log));
  const findings = lines.filter(({ ip }) => ip !== undefined).length;
  return { expected: exactWindow(lines, limits), actual, findings, ambiguous: 0 };
}

const findingsOfFail2ban = (log: string) =>
  python('fail2ban_findings.py', [
    log,
    'sshd',
    '--mode',
    values.mode,
    '--now',
    values.now,
  ]) as unknown as readonly (OracleLine & {
    readonly line: number;
  })[];

function ours(log: string, config: string): Outcome {
  const replayed = fail2edge('replay', '--config', config, '--jail', 'sshd', '--json', ...when, log);
  const dropped = new Set(
    replayed.filter(({ reason }) => reason === 'ambiguous').map(({ id, time }) => `${id} ${time}`),
  );
  const failures = fail2edge('regex', '--config', config, '--json', ...when, log, 'jail:sshd').flatMap(
    ({ line, failures }) =>
      (failures as { id: string; time: number }[]).map(({ id, time }) => ({ line: line as number, time, ip: id })),
  );
  const counted = failures.filter(({ ip, time }) => !dropped.has(`${ip} ${time}`));
  const lines = [...clockLines(log), ...counted].sort((a, b) => a.line - b.line);
  const ambiguous = failures.length - counted.length;
  return { expected: exactWindow(lines, limits), actual: bansOf(replayed), findings: failures.length, ambiguous };
}

/** The dates of lines that failed nothing move the clock, too; fail2ban reads them, where there is one. */
const clockLines = (log: string) =>
  root === undefined ? [] : findingsOfFail2ban(log).map(({ line, time }) => ({ line, time }));

function report(log: string, what: string, { expected, actual, findings, ambiguous }: Outcome): boolean {
  const bans = (events: readonly string[]) => events.filter((event) => event.includes(' ban '));
  const found = (side: readonly string[], other: readonly string[]) =>
    side.filter((event) => other.includes(event)).length;
  const missing = expected.events.filter((event) => !actual.events.includes(event));
  const extra = actual.events.filter((event) => !expected.events.includes(event));
  const same = missing.length + extra.length === 0 && expected.banned.join() === actual.banned.join();
  const all = `${found(bans(expected.events), actual.events)}/${bans(expected.events).length} bans`;
  const prolonged = expected.events.length - bans(expected.events).length;
  const rest = `${found(expected.events, actual.events)}/${expected.events.length} with ${prolonged} prolongations`;
  const guard = ambiguous > 0 ? `, ${ambiguous} left out by the ambiguity guard` : '';
  const line = `${same ? 'same ' : 'OTHER'}  ${basename(log)}, ${what}: ${all}, ${rest}; ${findings} findings${guard}\n`;
  process.stdout.write(line);
  for (const event of missing.slice(0, 5)) process.stdout.write(`       only the oracle: ${event}\n`);
  for (const event of extra.slice(0, 5)) process.stdout.write(`       only the replay: ${event}\n`);
  return same;
}

function main(): boolean {
  const base = root === undefined ? undefined : join(root, 'etc', 'fail2ban');
  if (positionals.length === 0) throw new Error('usage: node test/oracle/run.cjs [--now EPOCH] [--mode MODE] LOG...');
  if (base !== undefined && !existsSync(base)) throw new Error(`FAIL2BAN_ROOT: there is no ${base}`);
  if (base === undefined) process.stderr.write('FAIL2BAN_ROOT is not set: only our own filter is compared\n');
  const folders = { stock: base === undefined ? undefined : configuration(base), own: configuration(undefined) };
  try {
    const same = positionals.flatMap((log) => [
      ...(folders.stock === undefined ? [] : [report(log, `fail2ban's sshd`, stock(log, folders.stock))]),
      report(log, 'our sshd', ours(log, folders.own)),
    ]);
    return same.every((one) => one);
  } finally {
    for (const folder of Object.values(folders)) if (folder !== undefined) rmSync(folder, { recursive: true });
  }
}

process.exitCode = main() ? 0 : 1;
