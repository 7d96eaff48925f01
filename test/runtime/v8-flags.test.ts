import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = readFileSync(join(__dirname, '../../lib/runtime/v8-flags.ts'), 'utf8');
const FLAGS = [...SOURCE.matchAll(/setFlagsFromString\('([^']+)'\)/g)].map(([, flag]) => flag ?? '');

/** A process that has lived a while: expressions searched, memory used; then the flags; then the same again, and more. */
const LIFE = `
const expressions = Array.from({ length: 200 }, (_, n) => new RegExp('a' + n + '(b|c)+d(\\\\d{1,3})?x', 'g'));
const search = (n) => expressions.forEach((one) => { one.lastIndex = 0; one.exec('zza' + n + 'bcbcd12x'); });
const use = () => { let kept = []; for (let n = 0; n < 200000; n++) kept.push({ n, list: [n] }); return kept.length; };
search(1); use();
for (const flag of ${JSON.stringify(FLAGS)}) require('node:v8').setFlagsFromString(flag);
for (let n = 0; n < 200; n++) search(n);
for (let n = 0; n < 5; n++) use();
`;

it('V8’s flags can be set in the middle of a life', () => {
  expect(FLAGS.length).toBeGreaterThan(0);
  const { status, signal } = spawnSync(process.execPath, ['-e', LIFE]);
  expect([status, signal]).toEqual([0, null]);
});
