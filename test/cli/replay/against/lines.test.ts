import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../../lib/cli/main';

const FOLDER = mkdtempSync(join(tmpdir(), 'lines-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** A filter of somebody's that takes the first address it sees, and does not know invalid users. */
const OWN = '[Definition]\nfailregex = Failed password for .*? from <HOST>\n';
mkdirSync(join(FOLDER, 'filter.d'));
writeFileSync(join(FOLDER, 'filter.d/sshd.conf'), OWN);
writeFileSync(join(FOLDER, 'jail.local'), '[sshd]\nenabled = true\nport = ssh\n');

const LOG = [
  'Failed password for root from 203.0.113.5 port 40 ssh2',
  'Failed password for invalid user x from 192.0.2.66 port 22 ssh2 from 203.0.113.9 port 41 ssh2',
  'Invalid user bob from 203.0.113.7 port 42',
  'Accepted password for ann from 203.0.113.8 port 43 ssh2',
].map((text, second) => `Nov 18 12:00:0${second} gate sshd[${second}]: ${text}\n`);
writeFileSync(join(FOLDER, 'auth.log'), LOG.join(''));

async function against(...args: readonly string[]): Promise<string> {
  const out: string[] = [];
  const io = { stdout: (text: string) => void out.push(text), stderr: () => {}, columns: undefined, colour: false };
  const words = ['replay', '--config', FOLDER, '--tz', 'UTC', '--against', ...args, join(FOLDER, 'auth.log')];
  await main(words, { ...io, progress: false, now: () => Date.UTC(2026, 10, 19) / 1000 }, '0');
  return out.join('');
}

const events = async (...args: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
  (await against('--json', ...args))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('replay --set DEFAULT.filters=shipped --against', () => {
  it('tells in which lines our filter finds somebody else, or somebody for the first time', async () => {
    const all = await events('--set', 'DEFAULT.filters=shipped');
    const found = all.filter(({ event }) => event === 'line').map(({ line, before, after }) => [line, before, after]);
    expect(found).toEqual([
      [2, ['192.0.2.66 in sshd'], ['203.0.113.9 in sshd']],
      [3, [], ['203.0.113.7 in sshd']],
    ]);
    expect(all.at(-1)).toMatchObject({
      event: 'summary',
      against: {
        lines: { alike: 1, differ: 2 },
        recommended: {
          change: true,
          why: '1 line more is found, none is lost, 1 line names somebody else: look at them',
        },
      },
    });
  });

  it('advises against a filter that no longer finds what was found', async () => {
    const all = await events('--set', 'sshd.failregex=^Invalid user .* from <HOST>');
    expect(all.at(-1)).toMatchObject({
      against: { recommended: { change: false, why: 'in 2 lines nobody is found any more: look at them' } },
    });
  });

  it('shows them to people', async () => {
    const text = await against('--set', 'sshd.filters=shipped');
    expect(text).toMatch(/^Lines read differently: 2; alike: 1$/m);
    expect(text).toMatch(/^192\.0\.2\.66 in sshd +203\.0\.113\.9 in sshd +auth\.log:2 Nov 18/m);
    expect(text).toMatch(/^nobody +203\.0\.113\.7 in sshd +auth\.log:3 Nov 18/m);
  });

  it('says nothing of lines where only limits change', async () => {
    const all = await events('--set', 'sshd.maxretry=1');
    expect(all.at(-1)).toMatchObject({
      event: 'summary',
      against: expect.not.objectContaining({ lines: expect.anything() }),
    });
    expect(await against('--set', 'sshd.maxretry=1')).not.toContain('read differently');
  });
});
