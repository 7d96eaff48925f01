import { createHash } from 'node:crypto';
import { parseCidr } from '../../core/address';
import type { BanDetail } from '../../core/report';
import { reportId } from '../../core/report';
import { visible } from '../../core/visible';
import { domainOf } from '../mail/reachable';
import { shortened } from '../mail/visible';
import { evidenceOf } from './accused';

const SCHEMA = 'http://www.x-arf.org/schema/abuse_login-attack_0.1.2.json';

/** The parts of an X-ARF 0.2 mail (x-arf.org, "Specification 0.2"): for people, for machines, and the evidence. */
export interface XarfReport {
  readonly subject: string;
  readonly text: string;
  /** YAML; a line a field. */
  readonly report: string;
  readonly evidence: string;
}

/** @param sender who complains. Every text is plain: what strangers wrote is made visible, and quoted where YAML reads it. */
export function xarfReport(detail: BanDetail, sender: string): XarfReport {
  const { ban } = detail;
  const { date, source, family } = factsOf(detail);
  const service = quoted(shortened(visible(ban.jail), 100));
  const fields: readonly (readonly [string, string])[] = [
    ['Reported-From', sender],
    ['Category', 'abuse'],
    ['Report-Type', 'login-attack'],
    ['Service', service],
    ['Version', '0.2'],
    ['User-Agent', 'fail2edge'],
    ['Date', date],
    ['Source-Type', family],
    ['Source', source],
    ['Report-ID', `${reportNumber(detail)}@${domainOf(sender)}`],
    ['Occurrences', String(ban.failures)],
    ['Schema-URL', SCHEMA],
    ['Attachment', 'text/plain'],
  ];
  return {
    subject: `abuse report about ${source} - ${date}`,
    text: textOf(detail, date),
    report: `---\n${fields.map(([name, value]) => `${name}: ${value}\n`).join('')}`,
    evidence: `${evidenceOf(detail).join('\n')}\n`,
  };
}

function factsOf({ ban }: BanDetail) {
  const family = parseCidr(ban.ip)?.family ?? 'ipv4';
  return { date: new Date(ban.time * 1000).toUTCString().replace('GMT', '+0000'), source: ban.ip, family };
}

/** A YAML scalar in double quotes is JSON (YAML 1.2, 7.3.1): no line of it can become a field. */
const quoted = (text: string): string => JSON.stringify(text);

const reportNumber = ({ ban }: BanDetail): string =>
  createHash('sha256').update(reportId(ban)).digest('hex').slice(0, 32);

function textOf({ ban }: BanDetail, date: string): string {
  return [
    'Dear Sir or Madam,',
    '',
    `the address ${ban.ip}, of a network for which RDAP names you as the abuse contact, failed ${ban.failures} times to`,
    `log in or to be let in at a server of ours, the last time on ${date}. It has been blocked. Please look into it.`,
    '',
    'The log lines are attached; user names in them are masked. This report is in the format X-ARF 0.2 and was made by',
    'fail2edge without a person. If you are not the one to be told, please accept our apologies and answer this mail.',
    '',
  ].join('\n');
}
