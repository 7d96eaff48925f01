/**
 * npm run fuzz -- LINES [FILTER...]: sends so many hostile lines through each filter and prints who was named. One process a
 * processor; the filters are dealt out to them. Exit code 1 when somebody else was named, or an attacker was not found.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { attack } from './injection/attack';
import { daemons, filterOf } from './injection/daemons';

const SEED = Number(process.env.FAIL2EDGE_SEED ?? 20_261_120);

/** What one filter made of its lines, over all daemons it reads. */
interface Row {
  readonly filter: string;
  readonly lines: number;
  readonly framed: number;
  readonly hidden: number;
  readonly seconds: number;
  readonly examples: readonly unknown[];
}

function fought(filter: string, lines: number): Row {
  const began = Date.now();
  const mine = daemons.filter((daemon) => filterOf(daemon) === filter);
  const all = mine.map((daemon, index) => attack(daemon, SEED + index, { lines: Math.ceil(lines / mine.length) }));
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    filter,
    lines: sum((one) => one.lines),
    framed: sum(({ framed }) => framed),
    hidden: sum(({ hidden }) => hidden),
    seconds: (Date.now() - began) / 1000,
    examples: all.flatMap(({ examples }) => examples).slice(0, 3),
  };
}

/** A process that takes filters from the list until it is empty. */
function worker(waiting: string[], lines: number, done: (row: Row) => void): Promise<void> {
  const next = waiting.shift();
  if (next === undefined) return Promise.resolve();
  return new Promise<void>((resolve, reject) => {
    const script = join(__dirname, 'fuzz.cjs');
    const child = spawn(process.execPath, [script, String(lines), next], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, FAIL2EDGE_FUZZ_WORKER: '1' },
    });
    let answer = '';
    child.stdout.on('data', (data) => {
      answer += String(data);
    });
    child.once('exit', (code) => {
      if (code !== 0) return reject(new Error(`${next}: the process ended with ${code}`));
      done(JSON.parse(answer));
      resolve();
    });
  }).then(() => worker(waiting, lines, done));
}

const text = ({ filter, lines, framed, hidden, seconds, examples }: Row): string => {
  const speed = Math.round(lines / seconds).toLocaleString('en');
  const counts = `${lines.toLocaleString('en').padStart(10)} lines  ${framed} foreign  ${hidden} hidden`;
  const shown = examples.map((example) => `\n  ${JSON.stringify(example)}`).join('');
  return `${filter.padEnd(20)}${counts}  ${seconds.toFixed(0)} s, ${speed} lines/s${shown}\n`;
};

async function main([count = '100000', ...only]: readonly string[]): Promise<void> {
  const lines = Number(count);
  if (!Number.isInteger(lines) || lines < 1) throw new Error('npm run fuzz -- LINES [FILTER...]');
  if (process.env.FAIL2EDGE_FUZZ_WORKER) {
    for (const filter of only) process.stdout.write(JSON.stringify(fought(filter, lines)));
    return;
  }
  const waiting = [...new Set(daemons.map(filterOf))].filter((filter) => only.length === 0 || only.includes(filter));
  const rows: Row[] = [];
  const done = (row: Row) => {
    rows.push(row);
    process.stdout.write(text(row));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, () => worker(waiting, lines, done)));
  const bad = rows.filter(({ framed, hidden }) => framed + hidden > 0).length;
  const total = rows.reduce((sum, row) => sum + row.lines, 0).toLocaleString('en');
  process.stdout.write(
    `${rows.length} filters, ${total} lines: ${bad} filters name somebody else or hide an attacker\n`,
  );
  process.exitCode = bad > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
