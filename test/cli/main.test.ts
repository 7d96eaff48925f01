import { main } from '../../lib/cli/main';

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: (text: string) => out.push(text),
    stderr: (text: string) => err.push(text),
    ...{ columns: undefined, colour: false, progress: false, now: () => 0 },
  };
  return { code: await main(args, io, '1.2.3'), out: out.join(''), err: err.join('') };
}

describe('fail2edge', () => {
  it('without a command tells what there is, exit code 255', async () => {
    const { code, err, out } = await run();
    expect([code, out]).toEqual([255, '']);
    for (const command of ['replay', 'regex', 'config', '--test']) expect(err).toContain(command);
  });

  it('--help tells the same on standard output', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage: fail2edge') });
  });

  it('--version tells the version', async () => {
    expect(await run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it('names the commands there are when one is mistyped', async () => {
    const { code, err } = await run('reply');
    expect(code).toBe(255);
    expect(err).toContain('there is no command "reply"; there are replay, regex, config');
  });

  it.each(['replay', 'regex', 'config'])('%s --help tells its options', async (command) => {
    const { code, out } = await run(command, '--help');
    expect(code).toBe(0);
    expect(out.toLowerCase()).toContain(`usage: fail2edge ${command}`);
  });

  it('-t checks the configuration: the shipped one is right and enables nothing', async () => {
    const { code, out, err } = await run('-t');
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('no jail is enabled');
  });

  it('-t on a folder that is not there says so', async () => {
    const { code, err } = await run('-t', '--config', '/nonexistent/etc');
    expect(code).toBe(255);
    expect(err).toContain('no such folder');
  });

  it('takes options before the command, as fail2ban-client does, and what it needs not', async () => {
    expect(await run('-c', '/nonexistent/etc', '-v', '-q', '-t')).toMatchObject({ code: 255 });
    expect((await run('--config=/nonexistent/etc', '-t')).err).toContain('no such folder');
    expect(await run('-v', '--json', '--str2sec', '2h')).toEqual({ code: 0, out: '{"seconds":7200}\n', err: '' });
    expect((await run('--stack', 'x', '--version')).out).toBe('1.2.3\n');
  });

  it.each(['start', 'stop', 'restart', 'flushlogs'])('says what to do instead of %s', async (command) => {
    const { code, err } = await run(command);
    expect([code, err]).toEqual([255, expect.stringContaining(`there is no command ${command}: `)]);
  });
});
