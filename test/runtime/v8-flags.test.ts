import { spawnSync } from 'node:child_process';
import { v8Flags } from '../../lib/runtime/v8-flags';

const FLAGS = v8Flags(process.versions.v8);

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
  const { status, signal, stderr } = spawnSync(process.execPath, ['-e', LIFE], { encoding: 'utf8' });
  expect([status, signal, stderr]).toEqual([0, null, '']);
});

it('V8 is told nothing that its version is not known to understand', () => {
  const common = v8Flags('12.4.254.21-node.21');
  expect(common).not.toHaveLength(0);
  expect(v8Flags('11.3.244.8-node.30')).toEqual([...common, expect.stringMatching('budget')]);
  expect(v8Flags('13.6.233.10-node.28')).toEqual([...common, expect.stringMatching('turbofan')]);
});
