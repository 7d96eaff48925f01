import { formatProblem } from '../../lib/config/problem';
import { resolveRuleset } from '../../lib/config/ruleset';
import type { Jail } from '../../lib/core/ruleset';
import { overShipped, PLAIN_FILTER } from './trees';

/** Jails of this jail.local over the shipped jail.conf, with a filter for each. */
function resolved(jailLocal: string, more: Record<string, string> = {}) {
  const head = '[DEFAULT]\nfilter = plain\nloggroup = /log\n';
  const tree = overShipped({ 'filter.d/plain.conf': PLAIN_FILTER, 'jail.local': head + jailLocal, ...more });
  const { ruleset, problems } = resolveRuleset(tree);
  return { ...ruleset, notices: problems.map(formatProblem) };
}

const edges = (options: string, more: Record<string, string> = {}) =>
  (resolved(`[j]\nenabled = true\n${options}`, more).jails[0] as Jail).edges;

const tcp = (...ports: number[]) => ({ protocol: 'tcp', ranges: ports.map((port) => ({ from: port, to: port })) });

describe('banaction names edges', () => {
  test('the stock meaning: aws-waf and aws-nacl for http and https, else aws-nacl', () => {
    expect(edges('port = http,https')).toEqual([
      { edge: 'aws-waf', ports: tcp(80, 443) },
      { edge: 'aws-nacl', ports: tcp(80, 443) },
    ]);
    expect(edges('port = ssh')).toEqual([{ edge: 'aws-nacl', ports: tcp(22) }]);
    expect(edges('port = ssh,http')).toEqual([{ edge: 'aws-nacl', ports: tcp(22, 80) }]);
  });

  test.each([
    'iptables-multiport',
    'nftables',
    'nftables[type=multiport]',
    'ufw',
    'firewallcmd-ipset',
    'shorewall',
    'pf',
    'route',
  ])("fail2ban's %s has the stock meaning, with a notice", (banaction) => {
    expect(edges(`port = https\nbanaction = ${banaction}`).map(({ edge }) => edge)).toEqual(['aws-waf', 'aws-nacl']);
    const { notices } = resolved(`[j]\nenabled = true\nport = https\nbanaction = ${banaction}`);
    const name = banaction.replace(/\[.*/, '');
    expect(notices).toContain(`jail.local:7: '${name}' is not run here; its bans go to the edges of action.d/aws.conf`);
  });

  test('a shell action of your own in banaction is a firewall, too', () => {
    const more = { 'action.d/my-wall.conf': '[Definition]\nactionban = wall <ip>' };
    expect(edges('port = ssh\nbanaction = my-wall', more)).toEqual([{ edge: 'aws-nacl', ports: tcp(22) }]);
  });

  test.each(['iptables-allports', 'nftables[type=allports]', 'pf[actiontype=<allports>]', 'aws-nacl[type=allports]'])(
    '%s closes all ports',
    (banaction) => {
      expect(edges(`port = ssh\nbanaction = ${banaction}`)).toEqual([{ edge: 'aws-nacl', ports: 'all' }]);
    },
  );

  test('port = 0:65535 is all ports', () => {
    expect(edges('port = 0:65535')).toEqual([{ edge: 'aws-nacl', ports: 'all' }]);
  });

  test('several edges, on lines or with commas', () => {
    const wanted = ['aws-waf', 'aws-nacl', 'aws-prefix-list'];
    expect(edges('port = http\nbanaction = aws-waf, aws-nacl\n  aws-prefix-list').map(({ edge }) => edge)).toEqual(
      wanted,
    );
  });

  test('an edge keeps its options; port and name are not among them', () => {
    const { edges } = resolved(
      '[j]\nenabled = true\nport = ssh\nbanaction = aws-nacl[networkacl="acl-1 acl-2", rules=1-20]',
    );
    expect(edges).toEqual([
      {
        name: 'aws-nacl',
        kind: 'aws-nacl',
        options: { mode: 'sync', networkacl: 'acl-1 acl-2', rules: '1-20', selective: 'auto', capacity: '18' },
      },
    ]);
  });

  test('options set in the action file of the administrator hold for every jail', () => {
    const more = { 'action.d/aws-nacl.local': '[Init]\nnetworkacl = acl-9\nmode = dry-run' };
    expect(resolved('[j]\nenabled = true\nport = ssh', more).edges[0]?.options).toMatchObject({
      networkacl: 'acl-9',
      mode: 'dry-run',
    });
  });

  test('one kind with different options is several edges, named by actname or the jail', () => {
    const text =
      '[a]\nenabled = true\nport = ssh\n[b]\nenabled = true\nport = ssh\nbanaction = aws-nacl[rules=1-9]\n' +
      '[c]\nenabled = true\nport = ssh\nbanaction = aws-nacl[rules=10-19, actname=mail]';
    expect(resolved(text).edges.map(({ name }) => name)).toEqual(['aws-nacl', 'aws-nacl:b', 'aws-nacl:mail']);
  });

  test('two instances of an action, for tcp and udp', () => {
    const action =
      'port = 53\naction_ = %(default/action_)s[name=%(__name__)s-tcp, protocol="tcp"]\n' +
      '   %(default/action_)s[name=%(__name__)s-udp, protocol="udp"]';
    expect(edges(action).map(({ edge, ports }) => [edge, ports === 'all' ? ports : ports.protocol])).toEqual([
      ['aws-nacl', 'tcp'],
      ['aws-nacl', 'udp'],
    ]);
    expect(edges('port = 53\nprotocol = tcp,udp')).toHaveLength(2);
  });
});

describe('the other actions of a jail', () => {
  const mail = (options: string) => (resolved(`[j]\nenabled = true\nport = ssh\n${options}`).jails[0] as Jail).mail;
  const ADDRESSES = 'destemail = root@example.org, ops@example.org\nsender = f2b@example.org\nsendername = Bans\n';

  test('action_ mails nothing', () => {
    expect(mail(ADDRESSES)).toBeNull();
  });

  test('action_mw mails with whois, action_mwl with the log lines as well', () => {
    const wanted = {
      destemail: ['root@example.org', 'ops@example.org'],
      sender: 'f2b@example.org',
      sendername: 'Bans',
      whois: true,
    };
    expect(mail(`${ADDRESSES}action = %(action_mw)s`)).toEqual({ ...wanted, lines: false });
    expect(mail(`${ADDRESSES}action = %(action_mwl)s`)).toEqual({ ...wanted, lines: true });
    expect(mail(`${ADDRESSES}mta = mail\naction = %(action_mw)s`)).toEqual({ ...wanted, lines: false });
  });

  test('an address in the brackets counts before the jail', () => {
    const action = `${ADDRESSES}action = %(action_)s\n  sendmail[dest="x@example.org", sender="y@example.org"]`;
    expect(mail(action)).toMatchObject({ destemail: ['x@example.org'], sender: 'y@example.org', whois: false });
  });

  test('addresses of this machine cannot go through SES', () => {
    const { notices } = resolved('[j]\nenabled = true\nport = ssh\naction = %(action_mw)s');
    expect(notices.join('\n')).toContain('no mail can go through SES with destemail = root@localhost');
    expect(notices.join('\n')).toContain('no mail can go through SES with sender = root@<fq-hostname>');
  });

  test('what is not honoured is a notice that names it', () => {
    const { notices, jails } = resolved(
      '[j]\nenabled = true\nport = ssh\naction = %(action_)s\n  dshield[k="v"]\n  cloudflare',
    );
    expect(notices).toEqual([
      "jail.local:7: action 'dshield' is not honoured here (only edges, mails and notifications are)",
      "jail.local:7: action 'cloudflare' is not honoured here (only edges, mails and notifications are)",
    ]);
    expect(jails[0]?.edges).toHaveLength(1);
  });

  test('a jail without any edge says that nothing is closed', () => {
    expect(resolved('[j]\nenabled = true\naction =').notices.join('\n')).toContain('jail j has no edge');
  });
});
