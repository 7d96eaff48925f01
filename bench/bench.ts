import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deployedFunction } from './deployed';
import type { Line } from './inputs/line';
import { accessLog, errorLog } from './inputs/nginx';
import { authLog, quietLog } from './inputs/sshd';
import { type Input, writeInput } from './inputs/write';
import { findPeers, type Peers } from './peers';
import { casesOf, FULL, type Inputs, measuredCases, QUICK, type Size } from './plan';
import { printTable } from './print';
import { buildWorker, runTask } from './processes';
import { type Bench, runRound, type Samples } from './rounds';
import { rowsOf, type Single } from './rows';
import { type Origin, rulesetOf, writeRuleset } from './rulesets';
import { writeTargets } from './targets';
import type { Slowest } from './tasks/slowest';
import type { TableUse } from './tasks/tasks';

const say = (text: string): boolean => process.stderr.write(`bench: ${text}\n`);

function inputsOf(folder: string, { lines, shortLines }: Size): Inputs {
  const write = (name: string, log: readonly Line[], sizes: readonly number[]): Input =>
    writeInput(folder, name, log, { sizes, shortLines });
  return {
    attack: write('attack', authLog(lines, 0.66), [1000, 10_000]),
    benign: write('benign', authLog(lines, 0.02), [1000, 10_000]),
    access: write('access', accessLog(lines), [10_000]),
    error: write('error', errorLog(lines), [10_000]),
  };
}

/** Jails of our own that read the same log as sshd. */
const FURTHER = ['pam-generic', 'dropbear', 'vsftpd', 'proftpd'];

function benchOf(folder: string, peers: Peers, origins: readonly Origin[], size: Size): Bench {
  const inputs = inputsOf(folder, size);
  const cases = casesOf(inputs);
  const shipped: Origin = { kind: 'shipped' };
  return {
    ...{ inputs, cases, peers },
    worker: buildWorker(folder),
    measured: measuredCases(folder, cases, size.oneOrigin ? origins.slice(0, 1) : origins),
    jails: {
      one: writeRuleset(folder, 'one', rulesetOf(shipped, ['sshd'])),
      several: writeRuleset(folder, 'several', rulesetOf(shipped, ['sshd', ...FURTHER])),
      further: FURTHER.length,
    },
  };
}

function measureOnce(folder: string, bench: Bench, origins: readonly Origin[], step: number): Single {
  const { worker, inputs, jails } = bench;
  const slowest = (['shipped', 'stock'] as const).map((kind) => {
    const origin = origins.find((one) => one.kind === kind);
    return { origin: kind, found: origin && slowestOf(worker, writeTargets(folder, origin), step) };
  });
  const table = (payloads: string) => runTask<TableUse>(worker, { task: 'table', payloads, ruleset: jails.one });
  const quiet = writeInput(folder, 'quiet', quietLog(20_000), { sizes: [1000], shortLines: 0 });
  return {
    slowest,
    table: table(inputs.attack.payloads[1000] ?? ''),
    idle: table(quiet.payloads[1000] ?? ''),
    bundle: deployedFunction(folder, rulesetOf({ kind: 'shipped' }, ['sshd']), 9),
  };
}

function slowestOf(worker: string, targets: string, step: number): Slowest {
  const found = runTask<Slowest>(worker, { task: 'slowest', targets, step });
  say(`slowest line: ${found.filter}, ${found.long.toFixed(1)} ms: ${found.line}`);
  return found;
}

function main(): void {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const size = values.quick ? QUICK : FULL;
  const peers = findPeers(process.env);
  const origins: readonly Origin[] = [
    ...(peers.fail2ban === undefined ? [] : [{ kind: 'stock', folder: peers.fail2ban } as const]),
    { kind: 'shipped' },
  ];
  if (!peers.fail2ban) say('no fail2ban: FAIL2BAN_ROOT names a folder that its package was unpacked to');
  if (!peers.sshguard) say('no sshguard: SSHG_PARSER names its sshg-parser');
  const folder = mkdtempSync(join(tmpdir(), 'fail2edge-bench-'));
  try {
    const bench = benchOf(folder, peers, origins, size);
    const samples: Samples = new Map();
    for (let round = 1; round <= size.rounds; round++) {
      say(`round ${round} of ${size.rounds}`);
      runRound(bench, samples);
    }
    const rows = rowsOf(bench, samples, measureOnce(folder, bench, origins, size.step));
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    process.stdout.write(values.json ? lines : printTable(rows));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
