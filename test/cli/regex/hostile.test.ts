import { NOW, typed } from '../client/client';

/** C0, DEL, C1, bidi and zero-width controls, separators: what a terminal acts on or does not show. */
const UNSEEN = /[^\P{C}\t\n]|[\p{Zl}\p{Zp}]/u;

const USER = 'a\u202eb\u2066c\u200ed\ufeffe\u001bf\u009bg';
const LINE = `Nov 20 05:00:00 host sshd[1]: Invalid user ${USER} from 192.0.2.1 port 22`;

describe('What strangers wrote into a log', () => {
  it.each([
    '--json',
    '--print-all-matched',
    '--print-all-matched -D',
    '-v -v',
    '-o <F-USER>',
    '-o row',
    '-o msg',
    '-o user',
  ])('never reaches the terminal as what it acts on, or does not show: %s', async (options) => {
    const { code, out, err } = await typed(['regex', '--now', String(NOW), ...options.split(' '), LINE, 'sshd']);
    expect(code).toBe(0);
    expect(out).not.toBe('');
    expect(UNSEEN.exec(out + err)).toBeNull();
  });

  it('is read back from JSON as it was', async () => {
    const { out } = await typed(['regex', '--now', String(NOW), '--json', LINE, 'sshd']);
    expect(JSON.parse(out).failures[0].groups.user).toBe(USER);
  });

  it('is written as the other commands write it; a tab stays what it is', async () => {
    const { out } = await typed(['regex', '--now', String(NOW), '-o', '<F-USER>\t<ip>', LINE, 'sshd']);
    expect(out).toBe('a\\u{202e}b\\u{2066}c\\u{200e}d\\u{feff}e\\u{1b}f\\u{9b}g\t192.0.2.1\n');
  });

  it.each([
    ['regex', '-d', '%Q\u202e\u001b', LINE, 'sshd'],
    ['regex', LINE, 'sshd\u001b['],
    ['regex', '--tz', '\u001b[2J\u202e', LINE, 'sshd'],
    ['replay', '--tz', '\u001b[2J\u202e', '-'],
    ['replay', '--jail', 'sshd', '\u001b[31m\u202e.log'],
    ['config', '--config', '\u001b[31m\u202e'],
    ['\u001b[31m\u202e'],
  ])('nor what was typed: %j', async (...args) => {
    const { code, out, err } = await typed(args);
    expect(code).toBe(255);
    expect(UNSEEN.exec(out + err)).toBeNull();
  });
});
