import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aTree, typed } from '../client';
import { FILTER, jailLocal, LATER, plain, REFUSED, STEPS } from './transcript';

const LOG = '/var/log/app.log';

describe("The commands of fail2ban's documentation, on an account in a folder", () => {
  const tree = aTree({ 'jail.local': jailLocal(LOG), 'filter.d/app.conf': FILTER });
  const folder = mkdtempSync(join(tmpdir(), 'fail2edge-local-'));
  const say = (said: string) => typed(['--local', join(folder, 'account'), '-c', tree.folder, ...said.split(' ')]);

  afterAll(() => {
    tree.remove();
    rmSync(folder, { recursive: true });
  });

  it.each([...LATER, ...STEPS])('$said', async ({ said, answer }) => {
    const { code, out } = await say(said);
    expect([code, plain(out, LOG)]).toEqual([0, answer]);
  });

  it.each(REFUSED)('refused: $said', async ({ said, answer }) => {
    const { code, out, err } = await say(said);
    expect(code).toBe(255);
    expect(`${out}${err}`.split('\n')).toContain(answer);
  });
});
