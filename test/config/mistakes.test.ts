import { ConfigurationError, formatProblem } from '../../lib/config/problem';
import { resolveRuleset } from '../../lib/config/ruleset';
import { JAIL_CONF, overShipped, PLAIN_FILTER } from './trees';

/** Every error of this configuration, as the command line prints them. */
function mistakes(files: Record<string, string>): string[] {
  const all = { 'jail.conf': JAIL_CONF, 'filter.d/plain.conf': PLAIN_FILTER, ...files };
  try {
    resolveRuleset(overShipped(all));
    return [];
  } catch (failure) {
    if (!(failure instanceof ConfigurationError)) throw failure;
    return failure.problems.filter(({ level }) => level === 'error').map(formatProblem);
  }
}

const inJail = (option: string) => mistakes({ 'jail.local': `[j]\nenabled = true\n${option}\n` });

const COMMENT = "'#' begins a comment only at the beginning of a line";

describe('every mistake is reported at its line, with a hint', () => {
  test.each([
    ['maxretry = five', 'jail.local:3: maxretry = five (a whole number, from 1 to 4000)'],
    ['maxretry = -5', 'jail.local:3: maxretry = -5 (a whole number, from 1 to 4000)'],
    ['maxretry = 0', 'jail.local:3: maxretry = 0 (a whole number, from 1 to 4000)'],
    ['maxretry = 2.5', 'jail.local:3: maxretry = 2.5 (a whole number, from 1 to 4000)'],
    ['findtime = NaN', 'jail.local:3: findtime = NaN (a duration such as 10m)'],
    ['findtime = 0', 'jail.local:3: findtime = 0 (a duration such as 10m)'],
    ['findtime = -10m', 'jail.local:3: findtime = -10m (a duration such as 10m)'],
    ['bantime = 0', 'jail.local:3: bantime = 0 (a duration such as 10m, or -1 for ever)'],
    ['maxretry = 4001', 'jail.local:3: maxretry = 4001 (a whole number, from 1 to 4000)'],
    ['bantime = 99999999999y', 'jail.local:3: bantime = 99999999999y (at most 100000y)'],
    ['bantime = 10 monkeys', 'jail.local:3: bantime = 10 monkeys (a duration such as 10m, or -1 for ever)'],
    ['bantime = 3600 # one hour', `jail.local:3: bantime = 3600 # one hour (${COMMENT}; after a value write ' ;')`],
    ['usedns = perhaps', 'jail.local:3: usedns = perhaps (yes, warn, no or raw)'],
    ['ignoreself = ture', 'jail.local:3: ignoreself = ture (true or false)'],
    ['ambiguity = no', 'jail.local:3: ambiguity = no (one of drop, keep)'],
    ['ipv6prefix = 129', 'jail.local:3: ipv6prefix = 129 (a whole number, from 1 to 128)'],
    ['breaker = 0', 'jail.local:3: breaker = 0 (a whole number, at least 1)'],
    [
      'logtimezone = Mars/Base',
      'jail.local:3: logtimezone = Mars/Base (an IANA name such as Europe/Berlin, or UTC+0200)',
    ],
    ['loggroup = a b', "jail.local:3: loggroup: 'a b' is no log group (letters, digits and . - _ / #)"],
    ['maxretri = 3', "jail.local:3: unknown option 'maxretri' (did you mean 'maxretry'?)"],
    ['loglevel = INFO', "jail.local:3: unknown option 'loglevel' (it belongs into fail2ban.local)"],
    ['filter = plian', "jail.local:3: there is no filter 'plian' (did you mean 'plain'?)"],
    ['filter = plain[mode=x', "jail.local:3: filter: 'plain[mode=x' is not written as name[option=value, ...]"],
    ['filter = plain # mine', `jail.local:3: there is no filter 'plain # mine' (${COMMENT})`],
    ['filter = sshd[mode=agressive]', "jail.local:3: filter sshd has no mode 'agressive' (mode is one of: aggressive"],
    ['filter = sshd[moed=ddos]', "jail.local:3: filter sshd has no option 'moed' (did you mean 'mode'?)"],
    ['failregex = ^(a <HOST>', 'jail.local:3: failregex: does not compile'],
    ['failregex = ^a <HOST>\n  ^nobody$', 'jail.local:4: failregex: no address group in ^nobody$'],
    ['maxlines = 0', 'jail.local:3: maxlines = 0 (a whole number, at least 1)'],
    ['port = shh', "jail.local:3: port: 'shh' is no port (a service name, a number up to 65535, or a:b)"],
    ['port = ssh # and more', `jail.local:3: port: '#' is no port (${COMMENT})`],
    ['protocol = icmp', 'jail.local:3: protocol = icmp (tcp, udp, "tcp,udp" or all)'],
    ['banaction = aws-nalc', "jail.local:3: there is no action 'aws-nalc' (did you mean 'aws-nacl'?)"],
    ['banaction = aws-nacl[rulez=1-9]', "jail.local:3: aws-nacl has no option 'rulez' (did you mean 'rules'?)"],
    ['banaction = aws-nacl[rules=9-1]', 'jail.local:3: aws-nacl: rules = 9-1 (a range of rule numbers such as 1-90)'],
    ['banaction = aws-waf[sets=26]', 'jail.local:3: aws-waf: sets = 26 (a whole number from 1 to 25)'],
    ['banaction = aws-waf[scope=global]', 'jail.local:3: aws-waf: scope = global (one of REGIONAL, CLOUDFRONT)'],
    ['banaction = aws-waf', 'jail.local:3: jail j: no edge sees the traffic to its ports'],
    ['action = %(banacton)s', "jail.local:3: action: '%(banacton)s' is set nowhere"],
    ['action = %(action)s', 'jail.local:3: action: interpolation loop: action -> action'],
    ['ignoreip = 10.0.0.0/33', "jail.local:3: ignoreip: '10.0.0.0/33' is no address, range or host name"],
    ['ignoreip = 192.0.2.300', "jail.local:3: ignoreip: '192.0.2.300' is no address, range or host name"],
    ['ignoreip = file:/gone', 'jail.local:3: ignoreip: there is no file /gone (the file is read when you deploy)'],
    ['bantime.factor = 0', 'jail.local:3: bantime.factor = 0 (a number above 0, such as 1 or 2.0 / 3)'],
    ['bantime.factor = ban.Count', 'jail.local:3: bantime.factor = ban.Count'],
    ['bantime.formula = exec("x")', 'jail.local:3: bantime.formula: unexpected \'"x")\''],
    ['bantime.formula = ban.Time / 0', 'jail.local:3: bantime.formula: is no number'],
    ['bantime.multipliers = 1 two', 'jail.local:3: bantime.multipliers = 1 two'],
    ['bantime.maxtime = 5x', 'jail.local:3: bantime.maxtime = 5x (a duration such as 5w)'],
    [
      'action = %(action_mw)s\nmta = mail\naction_mw = mail-whois[dest="nobody"]',
      'destemail = nobody (an e-mail address)',
    ],
    ['usedns =', 'jail.local:3: usedns = (yes, warn, no or raw)'],
    ['filter =', 'jail.local:3: jail j has no filter (filter = j)'],
    [
      'banaction =\naction = %(banaction)s[port=ssh]',
      'jail.local:3: banaction names no action (for example banaction = aws)',
    ],
    ['banaction = aws-nacl # and more', `jail.local:3: there is no action '#' (${COMMENT})`],
    [
      'action = aws-nacl[port=ssh protocol=tcp]',
      "jail.local:3: port: 'protocol=tcp' is no port (a comma is missing before it)",
    ],
    ['action = aws-nacl[port=shh]', "jail.local:3: port: 'shh' is no port"],
    [
      'loggroup = /a\n  maxretry = 3',
      "jail.local:4: 'maxretry = 3' is indented, so it belongs to 'loggroup' (begin the line without blanks)",
    ],
    ['logtype = journal', "jail.local:3: unknown option 'logtype' (filter = %(__name__)s[logtype=journal])"],
    ['myip = 192.0.2.1', "jail.local:3: unknown option 'myip' (nothing refers to it as %(myip)s)"],
    ['prefregex =\n  ^<F-CONTENT>.+</F-CONTENT>$', 'jail.local:3: prefregex: begins with an empty line'],
    ['port = 1\nport = 2', "jail.local:4: 'port' is already set in line 3 of this section (keep one of the two)"],
    ['a\u0007b = 1', "jail.local:3: control character in the name 'a\\u{7}b'"],
  ])('%s', (option, message) => {
    expect(inJail(option).join('\n')).toContain(message);
  });

  test.each([
    [
      { 'fail2ban.local': '[DEFAULT]\nignoreip = ::1' },
      "fail2ban.local:2: 'ignoreip' has no effect here (set it in jail.local)",
    ],
    [{ 'fail2ban.local': '[DEFAULT]\ndbpurge = 1d' }, "fail2ban.local:2: unknown option 'dbpurge'"],
    [
      { 'fail2ban.local': '[DEFAULT]\ndbpurgeage = soon' },
      'fail2ban.local:2: dbpurgeage = soon (a duration such as 8d)',
    ],
    [{ 'jail.local': '[INCLUDES]\nbefore = gone.conf' }, "jail.local:2: included file 'gone.conf' does not exist"],
    [
      { 'jail.local': '[INCLUDES]\nbefor = paths-debian.conf' },
      "jail.local:2: unknown option 'befor' (did you mean 'before'?)",
    ],
    [{ 'jail.local': '[INCLUDE]\nbefore = paths-debian.conf' }, 'jail.local:1: [INCLUDE] includes nothing'],
    [
      { 'filter.d/plain.local': '[includes]\nbefore = common.conf', 'jail.local': '[j]\nenabled = true' },
      'filter.d/plain.local:1: [includes] includes nothing (write [INCLUDES])',
    ],
    [{ 'jail.local': '[ j ]\nenabled = true' }, "jail.local:1: section '[ j ]' has blanks in its brackets (write [j])"],
    [
      { 'jail.local': '[j] enabled = true' },
      "jail.local:1: 'enabled = true' behind [j] is not read (put it on a line of its own)",
    ],
    [{ 'jail.local': '[j\nenabled = true' }, "jail.local:1: '[j' is no [section] (']' is missing)"],
    [
      { 'fail2ban.local': '[definition]\ndbpurgeage = 1w' },
      'fail2ban.local:1: [definition] has no meaning here (write [Definition])',
    ],
    [{ 'jail.local': '[default]\nbantime = 1h' }, 'jail.local:1: [default] is no jail (write [DEFAULT])'],
    [{ 'jail.local': '[Definition]\nbantime = 1h' }, 'jail.local:1: [Definition] has no meaning here'],
    [{ 'jail.local': '[DEFAULT]\nbantime = 1h # x' }, 'jail.local:2: bantime = 1h # x'],
    [{ 'jail.local': 'enabled = true' }, "jail.local:1: 'enabled = true' is not in a [section]"],
    [{ 'jail.local': '[new]\nenabled = true\nfilter =' }, 'jail.local:3: jail new has no filter (filter = new)'],
    [{ 'jail.d/x.conf': '[j]\n  lost' }, "jail.d/x.conf:2: 'lost' is neither 'option = value' nor a [section]"],
    [{ 'jail.local': '[j]\nenabled = sure' }, 'jail.local:2: enabled = sure (true or false)'],
  ])('%j', (files, message) => {
    expect(mistakes(files as unknown as Record<string, string>).join('\n')).toContain(message);
  });

  test('all at once, in the order of the files', () => {
    const files = {
      'fail2ban.local': '[DEFAULT]\nbantime = 1h',
      'jail.local':
        '[DEFAULT]\nunkown = 1\n[a]\nenabled = true\nmaxretry = x\nfindtime = y\n[b]\nenabled = true\nport = z',
    };
    expect(mistakes(files).map((line) => line.split(': ')[0])).toEqual([
      'fail2ban.local:2',
      'jail.local:2',
      'jail.local:5',
      'jail.local:6',
      'jail.local:9',
    ]);
  });

  test('one mistake that many jails inherit is reported once', () => {
    expect(
      mistakes({ 'jail.local': '[DEFAULT]\nfindtime = x\n[a]\nenabled = true\n[b]\nenabled = true' }),
    ).toHaveLength(1);
  });

  test('the message of the exception is the whole list', () => {
    const tree = overShipped({ 'jail.conf': JAIL_CONF, 'jail.local': '[j]\nenabled = x\nmaxretri = 1' });
    expect(() => resolveRuleset(tree)).toThrow(/^jail\.local:2: .*\njail\.local:3: .*$/);
  });
});

describe('what a person should know is a notice', () => {
  const notices = (files: Record<string, string>): string[] => {
    const all = { 'jail.conf': JAIL_CONF, 'filter.d/plain.conf': PLAIN_FILTER, ...files };
    return resolveRuleset(overShipped(all)).problems.map(formatProblem);
  };

  test('a jail without any failregex bans nobody by itself', () => {
    const files = {
      'filter.d/none.conf': '[Definition]\nfailregex =',
      'jail.local': '[j]\nenabled = true\nfilter = none',
    };
    expect(notices(files).join('\n')).toContain('filter.d/none.conf:2: there is no failregex: the filter finds nobody');
  });

  test.each([['<IP>'], ['<ADDRESS>'], ['<host>']])('%s in an expression', (tag) => {
    const text = notices({ 'jail.local': `[j]\nenabled = true\nfailregex = ^a ${tag} <F-ID/>$` }).join('\n');
    expect(text).toContain(`jail.local:3: failregex: ${tag} is no tag of the filter language, it stays text`);
  });

  test("an element of the log's own is none", () => {
    expect(notices({ 'jail.local': '[j]\nenabled = true\nfailregex = ^<ip><HOST></ip>$' }).join()).not.toContain(
      'no tag',
    );
  });

  test('a section that is nearly a jail, not enabled and without a filter', () => {
    const text = notices({ 'jail.local': '[sshd]\nfilter = plain\n[ssdh]\nmaxretry = 2\nfilter = ssdh' }).join('\n');
    expect(text).toContain(
      "jail.local:3: jail ssdh is not enabled, and there is no filter 'ssdh' (did you mean [sshd]?)",
    );
  });
});

describe("what an administrator's jail.local may well contain is no mistake", () => {
  test.each([
    'my_ports = 22,2222\nport = %(my_ports)s',
    'action_telegram = mail[dest=a@b.example]',
    'sshd_log = /var/log/messages',
    'mode = aggressive',
    'chain = DOCKER-USER',
    'banaction = iptables-multiport\nbanaction_allports = iptables-allports',
    'bantime = 1h ; a comment',
    'maxretry = 5\n\n# a comment\n',
    'fail2ban_agent = Fail2Ban/%(fail2ban_version)s',
    'ENABLED = true',
    'action = aws-nacl[name=x,\n  port=ssh, protocol=tcp]',
    'failregex = ^a <HOST>$\n  ^port = <HOST>$',
  ])('%s', (option) => {
    expect(mistakes({ 'jail.local': `[j]\n${option}\n` })).toEqual([]);
  });
});
