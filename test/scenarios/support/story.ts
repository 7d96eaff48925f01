import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveRuleset } from '../../../lib/config/ruleset';
import { openTree } from '../../../lib/config/tree';
import type { LogBatch } from '../../../lib/core/record';
import type { Ruleset } from '../../../lib/core/ruleset';
import type { Table } from '../../../lib/stores/dynamodb/table';
import { fakeAccount, OWNER } from './fake-account';
import { startSystem } from './system';

export const ACL = 'acl-0123456789abcdef0';
export const GROUP = 'sg-0123456789abcdef0';
const setArn = (family: string) =>
  `arn:aws:wafv2:eu-central-1:${OWNER}:regional/ipset/bans-${family}/00000000-0000-4000-8000-00000000000${family.at(-1)}`;
export const SETS = { v4: setArn('v4'), v6: setArn('v6') };

/** 18 November 2026, 02:14 UTC. */
export const START = Date.UTC(2026, 10, 18, 2, 14) / 1000;

const JAIL_LOCAL = `
[DEFAULT]
ignoreip = 127.0.0.1/8 ::1 198.51.100.0/24
maxretry = 3
findtime = 10m
bantime = 10m
action = %(action_mwl)s
destemail = security@example.com
sender = fail2edge@example.com
logtimezone = UTC

[sshd]
enabled = true
loggroup = /example/auth.log
banaction = aws-nacl[networkacl=${ACL}]
            aws-security-group[securitygroup=${GROUP}]

[nginx-http-auth]
enabled = true
loggroup = /example/nginx/error.log
banaction = aws-waf[ipsets="${SETS.v4} ${SETS.v6}"]

[nginx-limit-req]
enabled = true
bantime = 3h
loggroup = /example/nginx/error.log
banaction = aws-waf[ipsets="${SETS.v4} ${SETS.v6}"]
action = %(action_)s
`;

/** What an administrator's folder with just this jail.local comes to. */
export function theRuleset(): Ruleset {
  const folder = mkdtempSync(join(tmpdir(), 'fail2edge-'));
  try {
    writeFileSync(join(folder, 'jail.local'), JAIL_LOCAL);
    return resolveRuleset(openTree(folder)).ruleset;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export type Story = ReturnType<typeof tell>;

/** An account as people left it, and the deployment on it. */
export function tell(table: Table, ruleset: Ruleset) {
  const account = fakeAccount(START);
  account.waf.create(SETS.v4, 'IPV4', ['192.0.2.200/32']);
  account.waf.create(SETS.v6, 'IPV6');
  account.acls.create(ACL);
  account.acls.put(ACL, {
    RuleNumber: 95,
    RuleAction: 'deny',
    Protocol: '-1',
    Egress: false,
    CidrBlock: '192.0.2.66/32',
  });
  account.groups.create(GROUP);
  const Tags = [{ Key: 'ticket', Value: 'OPS-7' }];
  account.groups.allow(GROUP, { CidrIpv4: '203.0.113.7/32', Description: 'backup host', Tags });
  account.groups.allow(GROUP, { CidrIpv6: '2001:db8:0:7::5/128', Description: 'backup host' });
  account.groups.allow(GROUP, { FromPort: 443, ToPort: 443, CidrIpv4: '0.0.0.0/0' });
  const system = startSystem(account, table, ruleset);
  const picture = () => {
    const state = account.state();
    return { sets: state.sets, acl: state.acl(ACL), group: state.group(GROUP) };
  };
  /** Time passes without a minute's run, then one comes: what ends in between is lifted by it. */
  const later = async (seconds: number) => {
    system.sleep(seconds - 60);
    await system.minute();
  };
  return { account, ...system, picture, later };
}

export type Picture = ReturnType<Story['picture']>;

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Nov 18 02:14:07`, without a zone, as syslog writes it. */
function syslogDate(time: number): string {
  const at = new Date(time * 1000);
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
  return `${MONTHS[at.getUTCMonth()]} ${two(at.getUTCDate())} ${clock}`;
}

const nginxDate = (time: number): string =>
  new Date(time * 1000).toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');

const batchOf = (logGroup: string, lines: readonly (readonly [time: number, message: string])[]): LogBatch => ({
  ...{ owner: OWNER, logGroup, logStream: 'i-0abc' },
  records: lines.map(([time, message]) => ({ id: `${logGroup} ${time} ${message}`, timestamp: time * 1000, message })),
});

/** One connection, one process: sshd's sessions are told apart by it. */
const pidOf = (address: string): number =>
  1000 + ([...address].reduce((sum, char) => sum * 7 + char.charCodeAt(0), 0) % 30_000);

/** sshd's lines of failed passwords of one address, a second apart. */
export const sshLines = (address: string, seconds: readonly number[], from = START): LogBatch =>
  batchOf(
    '/example/auth.log',
    seconds.map((second) => [
      from + second,
      `${syslogDate(from + second)} gate sshd[${pidOf(address)}]: Failed password for hunter2 from ${address} port 44871 ssh2`,
    ]),
  );

const nginxLine = (address: string, time: number, what: string) =>
  `${nginxDate(time)} [error] 812#812: *46820 ${what}, client: ${address}, server: www.example.com, ` +
  'request: "GET /admin/ HTTP/1.1", host: "www.example.com"';

export const passwordLines = (address: string, seconds: readonly number[], from = START): LogBatch =>
  batchOf(
    '/example/nginx/error.log',
    seconds.map((second) => [from + second, nginxLine(address, from + second, 'user "root": password mismatch')]),
  );

export const limitLines = (address: string, seconds: readonly number[], from = START): LogBatch =>
  batchOf(
    '/example/nginx/error.log',
    seconds.map((second) => [
      from + second,
      nginxLine(address, from + second, 'limiting requests, excess: 20.640 by zone "one"'),
    ]),
  );

/** Everybody of the story: three addresses in three payloads, one line of somebody who only mistyped. */
export const attack = (): readonly LogBatch[] => [
  sshLines('203.0.113.7', [0, 1, 2]),
  sshLines('2001:db8:0:7::99', [3, 4, 5]),
  sshLines('192.0.2.50', [6]),
  passwordLines('203.0.113.90', [7, 8, 9]),
];
