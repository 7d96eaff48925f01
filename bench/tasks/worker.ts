import { readFileSync } from 'node:fs';
import type { Ruleset } from '../../lib/core/ruleset';
import { detectInMemory } from './account';
import { matcherTimes } from './matcher';
import { cpu, decodeFloor, payloadsOf } from './payloads';
import { slowestLine } from './slowest';
import { tableUse } from './table';
import type { Task } from './tasks';

const readRuleset = (file: string): Ruleset => JSON.parse(readFileSync(file, 'utf8'));

const memory = (): number => process.resourceUsage().maxRSS / 1024;

function floor(payloads: string) {
  let lines = 0;
  for (const payload of payloadsOf(payloads)) lines += decodeFloor(payload).logEvents.length;
  return { lines, cpu: cpu(), memory: memory() };
}

async function detect(payloads: string, ruleset: Ruleset) {
  const { handler } = detectInMemory(ruleset);
  let lines = 0;
  let matched = 0;
  for (const payload of payloadsOf(payloads)) {
    const reply = await handler(payload);
    if (reply.kind !== 'detected') throw new Error(reply.kind);
    lines += reply.records;
    matched += reply.matched;
  }
  return { lines, matched, cpu: cpu(), memory: memory() };
}

async function cold(payloads: string, ruleset: Ruleset) {
  const { handler } = detectInMemory(ruleset);
  const [payload] = payloadsOf(payloads);
  const before = cpu();
  await handler(payload);
  return { cpu: cpu() - before };
}

async function run(task: Task): Promise<object> {
  switch (task.task) {
    case 'floor':
      return floor(task.payloads);
    case 'detect':
      return detect(task.payloads, readRuleset(task.ruleset));
    case 'matcher':
      return matcherTimes(task.payloads, readRuleset(task.ruleset));
    case 'cold':
      return cold(task.payloads, readRuleset(task.ruleset));
    case 'slowest':
      return slowestLine(task.targets, task.step);
    default:
      return tableUse(task.payloads, readRuleset(task.ruleset));
  }
}

async function main(): Promise<void> {
  process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}'))));
}

void main();
