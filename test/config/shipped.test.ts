import { actionText } from '../../lib/config/action-text';
import { EDGE_OPTIONS } from '../../lib/config/edge-options';
import { readLayers } from '../../lib/config/layers';
import { resolveRuleset } from '../../lib/config/ruleset';
import { openTree } from '../../lib/config/tree';
import type { EdgeKind } from '../../lib/core/ruleset';

const tree = openTree(undefined);
const all = resolveRuleset(tree, { allEnabled: true });

describe('the configuration that ships', () => {
  test('loads with every jail enabled; its notices are about the mail addresses of fail2ban only', () => {
    expect(all.problems).toEqual([]);
  });

  test('enables nothing', () => {
    expect(resolveRuleset(tree).ruleset.jails).toEqual([]);
  });

  test.each([
    'sshd',
    'dropbear',
    'pam-generic',
    'nginx-http-auth',
    'nginx-limit-req',
    'nginx-botsearch',
    'nginx-bad-request',
    'nginx-forbidden',
    'apache-auth',
    'apache-badbots',
    'apache-noscript',
    'apache-overflows',
    'apache-botsearch',
    'apache-modsecurity',
    'postfix',
    'dovecot',
    'vsftpd',
    'proftpd',
    'recidive',
  ])('has the jail %s, with expressions and an edge', (name) => {
    const jail = all.ruleset.jails.find((each) => each.name === name);
    expect(jail?.rules.failregex.length).toBeGreaterThan(0);
    expect(jail?.edges.length).toBeGreaterThan(0);
    expect(jail?.ambiguity).toBe('drop');
    if (!jail?.countsBans) expect(jail?.loggroup.length).toBeGreaterThan(0);
  });

  test('web jails are closed at the web application firewall and the network ACL, others at the network ACL', () => {
    const edges = (name: string) => all.ruleset.jails.find((jail) => jail.name === name)?.edges.map(({ edge }) => edge);
    expect(edges('nginx-http-auth')).toEqual(['aws-waf', 'aws-nacl']);
    expect(edges('sshd')).toEqual(['aws-nacl']);
  });

  test('a filter is shipped for each jail and for each filter there is a jail, but for the common parts', () => {
    const names = tree.list('filter.d').flatMap((file) => /^(.*)\.conf$/.exec(file)?.[1] ?? []);
    const jails = [...(readLayers(tree, 'jail')?.sections.keys() ?? [])];
    // Bans of that jail are asked for: it reads no log.
    const reading = jails.filter((jail) => jail !== 'requested');
    expect(names.filter((name) => !name.endsWith('common')).sort()).toEqual(reading.sort());
  });

  test.each(Object.keys(EDGE_OPTIONS) as EdgeKind[])(
    'action.d/%s.conf offers exactly the options the edge knows',
    (kind) => {
      const text = actionText(tree, { name: kind, options: {} }, []);
      expect(text?.edge).toBe(kind);
      expect(text?.known.filter((name) => name !== 'type').sort()).toEqual(Object.keys(EDGE_OPTIONS[kind]).sort());
      for (const [name, rule] of Object.entries(EDGE_OPTIONS[kind])) {
        expect(`${name} = ${text?.defaults[name]}: ${rule.accepts(text?.defaults[name] ?? '')}`).toMatch(/: true$/);
      }
    },
  );
});
