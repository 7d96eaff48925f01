import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../../lib/config/problem';
import { resolveRuleset } from '../../lib/config/ruleset';
import { TARGET_OPTIONS } from '../../lib/config/target-options';
import { overShipped, PLAIN_FILTER } from './trees';

const HEAD = '[DEFAULT]\nfilter = plain\nloggroup = /log\nport = ssh\n';

function resolved(jailLocal: string, more: Record<string, string> = {}) {
  const tree = overShipped({ 'filter.d/plain.conf': PLAIN_FILTER, 'jail.local': HEAD + jailLocal, ...more });
  const { ruleset, problems } = resolveRuleset(tree);
  return { ...ruleset, notices: problems.map(formatProblem) };
}

const jail = (action: string) => resolved(`[j]\nenabled = true\naction = %(action_)s\n  ${action}`);

test('a notification is an action beside the ban', () => {
  const { jails, targets } = jail('notify-slack[url=ssm:/fail2edge/slack]');
  expect(targets).toEqual([{ name: 'slack', kind: 'slack', options: { url: 'ssm:/fail2edge/slack' } }]);
  expect(jails[0]).toMatchObject({ targets: ['slack'], edges: [{ edge: 'aws-nacl' }] });
});

test('without one a ruleset says nothing of them', () => {
  const ruleset = resolved('[j]\nenabled = true');
  expect(ruleset).not.toHaveProperty('targets');
  expect(ruleset.jails[0]).not.toHaveProperty('targets');
});

test('jails with the same options share one; others are told apart by actname or the jail', () => {
  const of = (name: string, url: string, more = '') =>
    `[${name}]\nenabled = true\naction = notify-slack[url=ssm:${url}${more}]\n`;
  const { targets, jails } = resolved(of('a', '/x') + of('b', '/x') + of('c', '/y') + of('d', '/z', ', actname=ops'));
  expect(targets?.map(({ name }) => name)).toEqual(['slack:a', 'slack:c', 'slack:ops']);
  expect(jails.map((one) => one.targets)).toEqual([['slack:a'], ['slack:a'], ['slack:c'], ['slack:ops']]);
});

test('a secret that is written out is refused, and not repeated', () => {
  const failing = () => jail('notify-slack[url=https://hooks.slack.com/services/T0/B0/hunter2]');
  expect(failing).toThrow('jail.local:7: notify-slack is not used: url = ... (ssm:NAME, the SecureString that holds');
  expect(failing).not.toThrow('hunter2');
});

test.each([
  ['notify-slack', 'notify-slack is not used: url =  (ssm:NAME'],
  ['notify-webhook[url="http://hooks.example.com/", secret=ssm:key]', 'url = http://hooks.example.com/'],
  ['notify-webhook[url="https://me:pw@hooks.example.com/", secret=ssm:key]', 'url = https://me:pw@hooks.example.com/'],
  ['notify-webhook[url="https://hooks.example.com/", secrt=ssm:key]', "has no option 'secrt' (did you mean 'secret'?)"],
  ['notify-eventbridge[bus="a b"]', 'bus = a b'],
  ['notify-s3[bucket=Bans]', 'bucket = Bans'],
  // IAM would read it as every object of the bucket.
  ['notify-s3[bucket=bans, key=*]', 'key = *'],
  ['notify-s3[bucket=bans, format=xml]', 'format = xml (one of plain, cidr, json, ipset, nginx)'],
  ['notify-sns[topic=bans]', 'topic = bans (the ARN of a topic)'],
])('%s is a mistake with a hint', (action, message) => {
  expect(() => jail(action)).toThrow(message);
});

test("fail2ban's reporting actions work as they are written there, but for the key", () => {
  const text = 'blocklist_de_apikey = ssm:bl\nsender = f2b@example.com\n';
  const { targets } = resolved(
    `[j]\nenabled = true\n${text}action = %(action_xarf)s\n  %(action_blocklist_de)s\n` +
      '  %(action_abuseipdb)s[abuseipdb_apikey=ssm:/k, abuseipdb_category="18,22"]',
  );
  expect(targets).toEqual([
    { name: 'xarf', kind: 'xarf', options: { sender: 'f2b@example.com' } },
    { name: 'blocklist-de', kind: 'blocklist-de', options: { email: 'f2b@example.com', apikey: 'ssm:bl' } },
    { name: 'abuseipdb', kind: 'abuseipdb', options: { abuseipdb_apikey: 'ssm:/k', abuseipdb_category: '18,22' } },
  ]);
  const { targets: none, notices } = jail('abuseipdb[abuseipdb_apikey=0123456789abcdef, abuseipdb_category="18"]');
  expect(none).toBeUndefined();
  expect(notices.join('\n')).toContain('abuseipdb is not used: abuseipdb_apikey = ... (ssm:NAME');
  expect(notices.join('\n')).not.toContain('0123456789abcdef');
});

test("fail2ban's own files of these actions in the administrator's folder mean the same", () => {
  const stock = { 'action.d/xarf-login-attack.conf': '[Definition]\nactionban = mail it\n[Init]\ntlp = green\n' };
  const { targets } = resolved(
    '[j]\nenabled = true\nsender = f2b@example.com\naction = xarf-login-attack[service=j, sender="%(sender)s", port="22"]',
    stock,
  );
  expect(targets).toEqual([{ name: 'xarf', kind: 'xarf', options: { sender: 'f2b@example.com' } }]);
});

test('every kind has a file in action.d that names it and its options', () => {
  const folder = join(__dirname, '../../config/action.d');
  const files = readdirSync(folder).filter((name) => !name.startsWith('aws'));
  const ours = files.map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const kind = /^notify = (.*)$/m.exec(text)?.[1] ?? '';
    const init = text.slice(text.indexOf('[Init]'));
    return [kind, [...init.matchAll(/^(\w+) =/gm)].map(([, name]) => name).sort()];
  });
  const known = Object.entries(TARGET_OPTIONS).map(([kind, options]) => [kind, Object.keys(options).sort()]);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(known));
});
