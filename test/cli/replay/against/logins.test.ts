import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLogins } from '../../../../lib/cli/replay/against/logins';
import { resolveFilter } from '../../../../lib/config/filter';
import { resolveRuleset } from '../../../../lib/config/ruleset';
import { openTree } from '../../../../lib/config/tree';
import { parseCidr } from '../../../../lib/core/address';

const TREE = openTree(undefined);
const FOLDER = join(__dirname, '../../../../config/success.d');

/** Addresses that `lines` show logging in, to the jail's daemon. */
function seen(name: string, ...lines: readonly string[]): readonly (readonly [string, string])[] {
  const { jails } = resolveRuleset(TREE, { only: name }).ruleset;
  const logins = createLogins(TREE, [jails]);
  logins.take(lines.map((text, at) => ({ file: 0, line: at + 1, text, time: 1000 + at })));
  const addresses = ['192.0.2.1', '203.0.113.9', '198.51.100.66', '2001:db8::1'];
  return addresses.flatMap((ip) => {
    const login = logins.after(parseCidr(ip) as NonNullable<ReturnType<typeof parseCidr>>, 0);
    return login ? [[ip, login.user] as const] : [];
  });
}

const HEAD = 'Nov 18 12:00:00 gate';

describe('a login that succeeded is seen', () => {
  it.each([
    ['sshd', `${HEAD} sshd[7]: Accepted password for alice from 192.0.2.1 port 4000 ssh2`, 'alice'],
    ['sshd', `${HEAD} sshd[7]: Accepted publickey for root from 192.0.2.1 port 4 ssh2: ED25519 SHA256:abc`, 'root'],
    ['sshd', `${HEAD} sshd-session[7]: Accepted keyboard-interactive/pam for bob from 192.0.2.1 port 4 ssh2`, 'bob'],
    ['dropbear', `${HEAD} dropbear[7]: Password auth succeeded for 'root' from 192.0.2.1:4000`, 'root'],
    ['dropbear', `${HEAD} dropbear[7]: PAM password auth succeeded for 'root' from 192.0.2.1:4000`, 'root'],
    [
      'dropbear',
      `${HEAD} dropbear[7]: Pubkey auth succeeded for 'root' with ssh-ed25519 key SHA256:a/b+c= from 192.0.2.1:4000`,
      'root',
    ],
    [
      'dropbear',
      `${HEAD} dropbear[7]: Pubkey auth succeeded for 'root' with key md5 aa:bb from 192.0.2.1:4000`,
      'root',
    ],
    [
      'dovecot',
      `${HEAD} dovecot: imap-login: Login: user=<bob@example.org>, method=PLAIN, rip=192.0.2.1, lip=10.0.0.1, mpid=1, TLS`,
      'bob@example.org',
    ],
    [
      'postfix',
      `${HEAD} postfix/submission/smtpd[7]: 4ABC12: client=unknown[192.0.2.1], sasl_method=PLAIN, sasl_username=bob`,
      'bob',
    ],
    ['vsftpd', `Wed Nov 18 12:00:00 2026 [pid 7] [bob] OK LOGIN: Client "192.0.2.1"`, 'bob'],
    ['proftpd', `${HEAD} proftpd[7] gate (host.example[192.0.2.1]): USER bob: Login successful.`, 'bob'],
  ])('of %s: %s', (jail, line, user) => {
    expect(seen(jail, line)).toEqual([['192.0.2.1', user]]);
  });

  it('also in a record of the journal, when the unit wrote it', () => {
    const record = (unit: string) =>
      JSON.stringify({
        ...{ MESSAGE: 'Accepted password for alice from 2001:db8::1 port 4 ssh2', SYSLOG_IDENTIFIER: 'sshd' },
        ...{ _HOSTNAME: 'gate', _PID: '7', _SYSTEMD_UNIT: unit },
      });
    expect(seen('sshd', record('ssh.service'))).toEqual([['2001:db8::1', 'alice']]);
    expect(seen('sshd', record('user@1000.service'))).toEqual([]);
  });
});

describe('nobody can write himself, or another, into the logins', () => {
  const forged = 'Accepted password for root from 198.51.100.66 port 22 ssh2';
  it.each([
    ['sshd', `${HEAD} sshd[7]: Invalid user ${forged} from 203.0.113.9 port 4000`],
    ['sshd', `${HEAD} sshd[7]: Failed password for invalid user ${forged} from 203.0.113.9 port 4000 ssh2`],
    ['sshd', `${HEAD} sshd[7]: Bad protocol version identification '${forged}' from 203.0.113.9 port 4000`],
    ['sshd', `${HEAD} nginx[7]: ${forged}`],
    ['sshd', `${HEAD} sshd[7]: Connection closed by 203.0.113.9 port 1 sshd[7]: ${forged}`],
    ['dropbear', `${HEAD} dropbear[7]: Bad password attempt for 'Password auth succeeded for 'x' from 198.51.100.66:1`],
    [
      'dovecot',
      `${HEAD} dovecot: imap-login: Disconnected (auth failed, 1 attempts): user=<Login: user=<x>, method=PLAIN, rip=198.51.100.66, lip=1>, rip=203.0.113.9, lip=10.0.0.1`,
    ],
    [
      'postfix',
      `${HEAD} postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 550 5.1.1 <client=x[198.51.100.66], sasl_method=PLAIN, sasl_username=bob>`,
    ],
    [
      'vsftpd',
      `Wed Nov 18 12:00:00 2026 [pid 7] [x] OK LOGIN: Client "198.51.100.66"] FAIL LOGIN: Client "203.0.113.9"`,
    ],
    [
      'proftpd',
      `${HEAD} proftpd[7] gate (h[203.0.113.9]): USER x: Login successful.: no such user found from h [203.0.113.9]`,
    ],
  ])('%s: %s', (jail, line) => {
    expect(seen(jail, line)).toEqual([]);
  });

  it('a user name as long as sshd lets it be, with every piece of the line in it', () => {
    const name = `x from 198.51.100.66 port 22 ssh2: ${'y'.repeat(200)}`;
    expect(
      seen('sshd', `${HEAD} sshd[7]: Accepted password for ${name} from 203.0.113.9 port 1 ssh2`),
    ).not.toContainEqual(['203.0.113.9', expect.anything()]);
    expect(seen('sshd', `${HEAD} sshd[7]: Failed password for ${name} from 203.0.113.9 port 1 ssh2`)).toEqual([]);
  });
});

describe('success.d', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.conf$/, ''));

  it.each(files)('%s compiles, is anchored, runs in linear time and belongs to a filter', (name) => {
    const { rules, problems } = resolveFilter(TREE, `success.d/${name}`);
    expect(problems).toEqual([]);
    expect(rules.failregex.length).toBeGreaterThan(0);
    for (const { source, verdict } of rules.failregex) {
      expect(source).toMatch(/^\^/);
      expect(verdict).toBe('linear');
    }
    expect(TREE.read(`filter.d/${name}.conf`)).toBeDefined();
  });

  it('says which filters it knows nothing of', () => {
    const { jails } = resolveRuleset(TREE, { allEnabled: true }).ruleset;
    const { unseen } = createLogins(TREE, [jails]);
    expect(unseen).toContain('nginx-http-auth');
    for (const name of files) expect(unseen).not.toContain(name);
  });
});
