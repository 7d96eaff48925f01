import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '../../../lib/cli/client/doctor';
import { FORMS } from '../../../lib/cli/client/grammar';
import { syntaxOf } from '../../../lib/cli/client/grammar/form';
import { COMMON_OPTIONS } from '../../../lib/cli/client/grammar/options';
import { SETTINGS } from '../../../lib/cli/client/grammar/settings';
import { parseSaid } from '../../../lib/cli/client/said';
import { commands } from '../../../lib/cli/commands';
import { spelled } from '../../../lib/cli/options';
import { typed } from './client';

const say = (line: string) => {
  const [verb = '', ...args] = line.split(' ');
  const said = parseSaid(verb, args);
  if (said === 'help') throw new Error('help');
  const { form, jail, setting, operands } = said;
  return [syntaxOf(form), jail, setting, operands];
};

describe('What can be said', () => {
  it.each([
    ['status', ['status', undefined, '', []]],
    ['status --all', ['status --all [FLAVOR]', undefined, '', []]],
    ['status --all short', ['status --all [FLAVOR]', undefined, '', ['short']]],
    ['status sshd', ['status JAIL [FLAVOR]', 'sshd', '', []]],
    ['status sshd short', ['status JAIL [FLAVOR]', 'sshd', '', ['short']]],
    ['banned', ['banned [IP...]', undefined, '', []]],
    ['banned 1 2', ['banned [IP...]', undefined, '', ['1', '2']]],
    ['get sshd banip', ['get JAIL banip [SEP] [--with-time]', 'sshd', '', []]],
    ['get sshd banip --with-time', ['get JAIL banip [SEP] [--with-time]', 'sshd', '', []]],
    ['get --json sshd banip -', ['get JAIL banip [SEP] [--with-time]', 'sshd', '', ['-']]],
    ['get sshd bantime.factor', ['get JAIL SETTING', 'sshd', 'bantime.factor', []]],
    ['get dbpurgeage', ['get dbpurgeage', undefined, '', []]],
    ['set sshd banip 1 --for 1h 2', ['set JAIL banip IP... [--for TIME] [--reason TEXT]', 'sshd', '', ['1', '2']]],
    ['set sshd unbanip --report-absent 1', ['set JAIL unbanip IP... [--report-absent]', 'sshd', '', ['1']]],
    ['unban --all', ['unban --all', undefined, '', []]],
    ['set sshd bantime -1', ['set JAIL SETTING VALUE', 'sshd', 'bantime', ['-1']]],
    ['set sshd banip 1 --for -1', ['set JAIL banip IP... [--for TIME] [--reason TEXT]', 'sshd', '', ['1']]],
    ['allow add 1', ['allow add IP... [--expires TIME] [--reason TEXT]', undefined, '', ['1']]],
    ['panic', ['panic [--reason TEXT]', undefined, '', []]],
    ['panic off', ['panic off', undefined, '', []]],
    ['config --diff', ['config --diff', undefined, '', []]],
    ['reload sshd', ['reload [JAIL] [--unban] [--restart] [--if-exists]', undefined, '', ['sshd']]],
    ['unban 1', ['unban IP...', undefined, '', ['1']]],
  ])('%s', (line, said) => {
    expect(say(line)).toEqual(said);
  });

  const INVALID = 'Sorry but the command is invalid';
  it.each([
    ['get', INVALID],
    ['get sshd', INVALID],
    ['get sshd banip , ,', INVALID],
    ['get sshd bantime 5', INVALID],
    ['get sshd nope', 'Invalid command (no get action or not yet implemented)'],
    ['set', INVALID],
    ['set sshd', INVALID],
    ['set sshd banip', INVALID],
    ['set sshd unbanip', INVALID],
    ['set sshd usedns no', "Invalid command 'usedns' (no set action or not yet implemented)"],
    ['set sshd bantime', INVALID],
    ['set sshd bantime 1 2', INVALID],
    ['allow', INVALID],
    ['allow nobody', INVALID],
    ['panic on', INVALID],
    ['status sshd short long', INVALID],
    ['status --all short long', INVALID],
    ['unban', 'Invalid command'],
    ['unban --all 1', 'Invalid command'],
    ['banned --all', INVALID],
    ['ping pong', INVALID],
    ['--str2sec', INVALID],
    ['status --for 1h', '--for does not belong here'],
    ['unban 1 --report-absent', '--report-absent does not belong here'],
    ['get sshd banip --nope', "Unknown option '--nope'"],
  ])('but not: %s', (line, message) => {
    expect(() => say(line)).toThrow(message);
  });

  it('says so with exit code 255 and where to look', async () => {
    const { code, out, err } = await typed(['get', 'sshd', 'nope']);
    expect([code, out]).toEqual([255, '']);
    expect(err).toBe(
      'Invalid command (no get action or not yet implemented)\nfail2edge get --help tells what can be said\n',
    );
  });

  it('is told by each command, with every option', async () => {
    const verbs = new Set(FORMS.map(({ words }) => words[0] as string));
    for (const verb of verbs) {
      const { code, out, err } = await typed([verb, ...(verb === 'config' ? ['--diff'] : []), '--help']);
      expect([code, err]).toEqual([0, '']);
      for (const form of FORMS.filter(({ words }) => words[0] === verb)) expect(out).toContain(syntaxOf(form));
      for (const option of COMMON_OPTIONS) expect(out).toContain(spelled(option));
    }
  });

  it('and the settings by get', async () => {
    const { out } = await typed(['get', '--help']);
    for (const { name } of SETTINGS) expect(out).toMatch(new RegExp(`\\s${name.replace('.', '\\.')}(\\s|$)`));
  });

  it('config, which has a help of its own, names --diff there', async () => {
    expect((await typed(['config', '--help'])).out).toContain('fail2edge config --diff');
  });

  it('begins with a command of the table of commands', () => {
    const known = commands.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining([...new Set(FORMS.map(({ words }) => words[0]))]));
  });
});

describe('docs/client.md', () => {
  const page = readFileSync(join(__dirname, '../../../docs/client.md'), 'utf8');
  const rows = (heading: string) => {
    const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
    return section
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));
  };

  it('lists the forms as they are, in their order', () => {
    expect(rows('Commands').map(([, form, summary]) => [form, summary])).toEqual(
      FORMS.map((form) => [`\`${syntaxOf(form)}\``, form.summary]),
    );
  });

  it('lists the options of every command', () => {
    expect(rows('Options').map(([, option, summary]) => [option, summary])).toEqual(
      COMMON_OPTIONS.map((option) => [`\`${spelled(option)}\``, option.summary]),
    );
  });

  it('lists the checks of doctor', () => {
    expect(rows('doctor').map(([, name, summary]) => [name, summary])).toEqual(
      CHECKS.map(({ name, summary }) => [`\`${name}\``, summary]),
    );
  });

  it('lists the settings', () => {
    expect(rows('Settings').map(([, name]) => name)).toEqual(SETTINGS.map(({ name }) => `\`${name}\``));
  });
});
