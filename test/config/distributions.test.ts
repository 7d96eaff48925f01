import { resolveRuleset } from '../../lib/config/ruleset';
import { overShipped } from './trees';

const all = new Map(
  ['paths-common', 'paths-debian', 'paths-fedora', 'paths-amazon'].map((paths) => {
    const tree = overShipped({ 'jail.local': `[INCLUDES]\nbefore = ${paths}.conf\n` });
    const { ruleset, problems } = resolveRuleset(tree, { allEnabled: true });
    return [paths, { jails: ruleset.jails.filter(({ countsBans }) => !countsBans), problems }] as const;
  }),
);
const jailsOf = (paths: string) => all.get(paths) ?? { jails: [], problems: ['no such paths'] };

const groupsOf = (paths: string, name: string) => jailsOf(paths).jails.find((jail) => jail.name === name)?.loggroup;

describe.each(['paths-debian', 'paths-fedora', 'paths-amazon'])('the jails with %s', (paths) => {
  const { jails, problems } = jailsOf(paths);

  test('load without a word', () => {
    expect(problems).toEqual([]);
  });

  test('read logs of this distribution only', () => {
    const foreign = paths === 'paths-debian' ? /secure|maillog|httpd|journal/ : /auth\.log|mail\.log|apache2/;
    expect(
      jails.flatMap(({ loggroup, logpath }) => [...loggroup, ...logpath]).filter((log) => foreign.test(log)),
    ).toEqual([]);
  });
});

describe('where the logs of each distribution are', () => {
  test('Debian: syslog files', () => {
    expect(groupsOf('paths-debian', 'sshd')).toEqual(['/var/log/auth.log']);
    expect(groupsOf('paths-debian', 'postfix')).toEqual(['/var/log/mail.log']);
    expect(groupsOf('paths-debian', 'apache-auth')).toEqual(['/var/log/apache2/error.log']);
    expect(groupsOf('paths-debian', 'proftpd')).toEqual(['/var/log/proftpd/proftpd.log']);
  });

  test('Red Hat: syslog files; who fails at vsftpd stands in PAM lines', () => {
    expect(groupsOf('paths-fedora', 'sshd')).toEqual(['/var/log/secure']);
    expect(groupsOf('paths-fedora', 'vsftpd')).toEqual(['/var/log/vsftpd.log', '/var/log/secure']);
    expect(groupsOf('paths-fedora', 'dovecot')).toEqual(['/var/log/maillog']);
  });

  test('Amazon Linux 2023: the journal, and the web servers their own files', () => {
    for (const name of ['sshd', 'dropbear', 'pam-generic', 'postfix', 'dovecot', 'proftpd']) {
      expect(groupsOf('paths-amazon', name)).toEqual(['/var/log/journal']);
    }
    expect(groupsOf('paths-amazon', 'nginx-http-auth')).toEqual(['/var/log/nginx/error.log']);
    expect(groupsOf('paths-amazon', 'apache-auth')).toEqual(['/var/log/httpd/error_log']);
  });

  test('without a choice, both families: a fleet may be mixed', () => {
    expect(groupsOf('paths-common', 'sshd')).toEqual(['/var/log/auth.log', '/var/log/secure']);
  });
});
