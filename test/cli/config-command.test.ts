import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../lib/cli/main';

const FOLDER = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

mkdirSync(join(FOLDER, 'filter.d'));
writeFileSync(join(FOLDER, 'filter.d/sshd.conf'), '[Definition]\nfailregex = ^mine <HOST>$\n');
const jailLocal = (text: string) => writeFileSync(join(FOLDER, 'jail.local'), text);

async function run(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { stdout: (text: string) => void out.push(text), stderr: (text: string) => void err.push(text) };
  const quiet = { columns: undefined, colour: false, progress: false, now: () => 0 };
  const code = await main([...args, '--config', FOLDER], { ...io, ...quiet }, '0');
  return { code, out: out.join(''), err: err.join('') };
}

const SSHD = '[sshd]\nenabled = true\n';
const NGINX = '[nginx-forbidden]\nenabled = true\n';

describe('fail2edge config and -t', () => {
  it('offer our filters once, in the place of those of the same name', async () => {
    jailLocal(SSHD + NGINX);
    for (const command of [['config'], ['-t']]) {
      expect((await run(...command)).err.match(/^offer: .*/gm)).toEqual([
        expect.stringMatching(/^offer: filters = shipped in \[DEFAULT\] .* \(sshd\); .*--against LOG$/),
      ]);
    }
    jailLocal(`[DEFAULT]\nfilters = shipped\n${SSHD}`);
    expect((await run('-t')).err).not.toContain('offer');
  });

  it('mark a jail that a client can aim at others: -t in a line, config where it prints the jail', async () => {
    jailLocal(NGINX);
    expect((await run('-t')).err).toMatch(/^forgeable: jail nginx-forbidden reads .*error.*Safer: the access log/m);
    expect((await run('config')).out).toMatch(
      /^ {2}forgeable .*error\.log: nginx error log: .*\n {2}safer +the access log/m,
    );
  });

  it('keep standard output to the jails with --json, and tell programs both', async () => {
    jailLocal(SSHD + NGINX);
    const { out, err } = await run('config', '--json');
    const [sshd, nginx] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(sshd).toMatchObject({ name: 'sshd', filterFrom: 'replaceable' });
    expect(nginx).toMatchObject({ filterFrom: 'shipped', forgeable: [{ source: 'nginx error log' }] });
    expect(err).not.toMatch(/offer|forgeable/);
  });
});
