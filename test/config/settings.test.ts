import { resolveRuleset } from '../../lib/config/ruleset';
import { type JailSetting, readSetting, settingLines, withSettings } from '../../lib/config/settings';
import { JAIL_CONF, overShipped, PLAIN_FILTER } from './trees';

const TREE = overShipped({
  'jail.conf': `${JAIL_CONF}[sshd]\nenabled = true\n[sshd.inner]\n[web]\nenabled = true\nmaxretry = 9\n`,
  'jail.d/zz.local': '[sshd]\nmaxretry = 7\n',
  'filter.d/plain.conf': PLAIN_FILTER,
});

const read = (text: string): JailSetting => {
  const answer = readSetting(TREE, text);
  if (answer.kind === 'mistake') throw new Error(answer.message);
  return answer.setting;
};

const jailWith = (name: string, ...texts: readonly string[]) =>
  resolveRuleset(withSettings(TREE, texts.map(read))).ruleset.jails.find((jail) => jail.name === name);

describe('--set JAIL.OPTION=VALUE', () => {
  it('counts more than every file', () => {
    expect(jailWith('sshd')?.maxretry).toBe(7);
    expect(jailWith('sshd', 'sshd.maxretry=2')?.maxretry).toBe(2);
  });

  it('of DEFAULT reaches the jails that say nothing of their own, as in jail.local', () => {
    expect(jailWith('sshd', 'DEFAULT.bantime=2h')?.bantime).toBe(7200);
    expect(jailWith('web', 'DEFAULT.maxretry=2')?.maxretry).toBe(9);
  });

  it('takes options and jails whose names hold dots', () => {
    expect(read('sshd.bantime.increment=true')).toEqual({ jail: 'sshd', option: 'bantime.increment', value: 'true' });
    expect(read('sshd.inner.maxretry = 4')).toEqual({ jail: 'sshd.inner', option: 'maxretry', value: '4' });
  });

  it('of one option the last counts', () => {
    expect(jailWith('sshd', 'sshd.maxretry=2', 'sshd.maxretry=4')?.maxretry).toBe(4);
  });

  it('can enable a jail, and keep a value of several lines together', () => {
    expect(jailWith('sshd.inner', 'sshd.inner.enabled=true')).toBeDefined();
    const rules = jailWith('web', 'web.failregex=^one <HOST>$\n^two <HOST>$')?.rules.failregex;
    expect(rules?.map(({ source }) => source.slice(0, 4))).toEqual(['^one', '^two']);
  });

  it('is told as the lines of jail.local that say the same', () => {
    const typed = ['sshd.maxretry=3', 'web.port=80', 'sshd.findtime=1h'].map(read);
    expect(settingLines(typed)).toEqual(['[sshd]', 'maxretry = 3', 'findtime = 1h', '[web]', 'port = 80']);
  });

  it.each([
    ['sshd', 'write JAIL.OPTION=VALUE'],
    ['maxretry=3', 'write JAIL.OPTION=VALUE'],
    ['shsd.maxretry=3', "there is no jail 'shsd' (did you mean 'sshd'?)"],
    ['nothing.maxretry=3', "there is no jail 'nothing' (there are: DEFAULT, sshd, sshd.inner, web)"],
  ])('%s is no setting', (text, message) => {
    const answer = readSetting(TREE, text);
    expect(answer).toEqual({ kind: 'mistake', message: expect.stringContaining(message) });
  });
});
