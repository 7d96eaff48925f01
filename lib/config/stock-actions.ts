import type { TargetKind } from '../core/target';

/** What an action of fail2ban's does, as far as it matters here. */
export type ActionRole = 'firewall' | 'mail' | 'target' | 'other';

/** fail2ban's own action files by the beginning of their names, so that a jail.local may name them without having them. */
const FIREWALLS: readonly RegExp[] = [
  /^(?:ip|ip6|nf)tables(?:-|$)/,
  /^firewallcmd-/,
  /^(?:bsd-)?ipfw$/,
  /^(?:pf|npf|ufw|apf|csf|ipfilter|hostsdeny|route|mikrotik|netscaler)$/,
  /^(?:shorewall|symbiosis|osx)(?:-|$)/,
];

const MAILS: readonly RegExp[] = [/^(?:mail|sendmail)(?:-|$)/, /^smtp\.py$/];

const OTHERS: readonly RegExp[] = [
  /^(?:apprise|badips|badips\.py|cloudflare|cloudflare-token|complain|dshield|dummy)$/,
  /^(?:ipthreat|mynetwatchman|nginx-block-map|nsupdate)$/,
];

/** fail2ban's own actions that report abuse, with the target each is here. */
export const STOCK_TARGETS: Readonly<Record<string, TargetKind>> = {
  abuseipdb: 'abuseipdb',
  blocklist_de: 'blocklist-de',
  'xarf-login-attack': 'xarf',
};

/** The role of one of fail2ban's own actions; undefined: it is none of them. */
export function stockRole(name: string): ActionRole | undefined {
  const among = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(name));
  if (among(FIREWALLS)) return 'firewall';
  if (among(MAILS)) return 'mail';
  if (Object.hasOwn(STOCK_TARGETS, name)) return 'target';
  return among(OTHERS) ? 'other' : undefined;
}
