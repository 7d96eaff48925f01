import { printRuleset } from '../../lib/config/print';
import { resolveRuleset } from '../../lib/config/ruleset';
import { forgeableJails } from '../../lib/core/forgeable';
import { overShipped } from './trees';

const resolved = (jailLocal: string, more: Record<string, string> = {}) =>
  resolveRuleset(overShipped({ 'jail.local': jailLocal, ...more })).ruleset;
const marked = (jailLocal: string, more: Record<string, string> = {}) =>
  forgeableJails(resolved(jailLocal, more)).map(({ jail, logs }) => [jail, ...logs]);
const jail = (name: string, loggroup: string) => `[${name}]\nenabled = true\nlogpath =\nloggroup = ${loggroup}\n`;

describe('logs that a client can write lines into', () => {
  test("are nginx's error logs, whatever filter reads them and whatever they are called", () => {
    expect(marked(jail('nginx-botsearch', '/var/log/nginx/error.log\n  /var/log/nginx/access.log'))).toEqual([
      ['nginx-botsearch', '/var/log/nginx/error.log'],
    ]);
    expect(marked(jail('nginx-http-auth', '/prod/web'))).toEqual([['nginx-http-auth', '/prod/web']]);
    expect(marked(jail('nginx-bad-request', '/prod/web'))).toEqual([]);
  });

  test("are sshd's where containers write them, not those of syslog", () => {
    expect(marked(jail('sshd', '/aws/ecs/containerinsights/bastion'))).toEqual([
      ['sshd', '/aws/ecs/containerinsights/bastion'],
    ]);
    expect(marked(jail('sshd', '/var/log/auth.log'))).toEqual([]);
    expect(marked(`${jail('sshd', '/bastion')}filter = sshd[mode=ddos, logtype=bare]`)).toEqual([['sshd', '/bastion']]);
  });

  test('are also what forgeable.local adds, and not what it switches off', () => {
    const mine = { 'forgeable.local': '[mine]\nlogs = /app/*\nwhy = raw names\ninstead = JSON\n[sshd -e]\nwhy =\n' };
    expect(marked(`${jail('sshd', '/app/x')}${jail('dropbear', '/ecs/y')}`, mine)).toEqual([['sshd', '/app/x']]);
    expect(marked(jail('sshd', '/aws/ecs/a'), mine)).toEqual([]);
  });

  test('are told once each, with what is safer, where config prints the jail', () => {
    const text = printRuleset(resolved(jail('nginx-http-auth', '/var/log/nginx/error.log')));
    expect(text.match(/^ {2}(?:forgeable|safer) .*/gm)).toEqual([
      expect.stringMatching(/\/var\/log\/nginx\/error\.log: nginx error log: nginx writes line feeds .*%0A/),
      expect.stringContaining('the access log'),
    ]);
  });

  test('do not change the version of the ruleset', () => {
    const text = jail('sshd', '/app/x');
    const mine = { 'forgeable.local': '[mine]\nlogs = /app/*\nwhy = raw names\n' };
    expect(resolved(text, mine).version).toBe(resolved(text).version);
  });

  test('are refused at the line that is wrong', () => {
    const wrong = { 'forgeable.local': '[a]\nlog = /x\nwhy = y\n[b]\nlogs = /x\n' };
    expect(() => resolved(jail('sshd', '/x'), wrong)).toThrow(
      [
        'forgeable.local:1: [a] names neither logs nor filters (logs = /my/log/*)',
        "forgeable.local:2: unknown option 'log' (did you mean 'logs'?)",
        "forgeable.local:4: [b] has no 'why' (why = what lets a client write lines)",
      ].join('\n'),
    );
  });
});
