import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { parseCidr } from '../../core/address';
import type { BanDetail } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import type { Target } from '../../core/target';
import { encodedWords } from '../mail/encoded-word';
import { domainOf, isMailAddress } from '../mail/reachable';
import { isAbout } from '../range';
import { accusable } from './accused';
import { laterOrNever, oneByOne, refusedOne, type Told } from './one-by-one';
import { PLAIN, type TargetModule, type TargetTools, whyOf } from './target';
import { xarfReport } from './xarf-report';

/** One abuse desk is told of one address, or range, once a day. */
const EACH: Seconds = 86_400;

/**
 * A mail to the abuse contact that RDAP names for the offender's network, and to nobody else: not to one that a whois
 * text names. A run sends ten at most, and runs are held to the hourly cap.
 */
export const xarf: TargetModule = {
  ...PLAIN,
  kind: 'xarf',
  description: 'X-ARF 0.2 mail to the abuse contact of the offender’s network',
  wants: { whois: true, lines: true },
  accuses: true,
  permissions: ({ options: { sender = '' } }, { partition, region, account }) => [
    {
      actions: ['ses:SendEmail'],
      resources: [sender, domainOf(sender)].map((name) => `arn:${partition}:ses:${region}:${account}:identity/${name}`),
      conditions: { StringEquals: { 'ses:FromAddress': [sender] } },
    },
  ],
  open: (target, tools) => (digest) =>
    oneByOne(target.name, digest, digest.details, (detail: BanDetail) => mailOne(target, tools, detail)),
};

/** What could not be found out now may be found out next time. */
const isUnsettled = ({ whois, lines }: BanDetail): boolean =>
  lines === 'unavailable' || whois === null || (whois.kind === 'none' && whois.reason !== 'not-public');

async function mailOne({ options }: Target, tools: TargetTools, detail: BanDetail): Promise<Told> {
  const { ban } = detail;
  if (isUnsettled(detail)) return laterOrNever(ban, tools.clock());
  const contact = contactOf(detail);
  if (contact === undefined || !isMailAddress(contact) || !accusable(detail)) return { kind: 'done' };
  const key = `xarf ${contact.toLowerCase()} ${ban.ip}`;
  const last = await tools.reported.last(key);
  if (last !== undefined && last > tools.clock() - EACH) return { kind: 'done' };
  try {
    await tools.ses().send(new SendEmailCommand(inputOf(detail, options.sender ?? '', contact)));
  } catch (error) {
    if (!REFUSED.has(whyOf(error))) throw error;
    return refusedOne(ban, whyOf(error), tools.clock());
  }
  await tools.reported.mark(key, tools.clock(), tools.clock() + EACH);
  return { kind: 'done' };
}

/** The evidence leaves the house: it goes to who holds the offender's address, and to nobody near it. */
function contactOf({ ban, whois }: BanDetail): string | undefined {
  const address = parseCidr(ban.ip);
  if (whois?.kind !== 'found' || whois.record.via !== 'rdap' || !address) return undefined;
  return isAbout(whois.record, address) ? whois.record.abuse[0] : undefined;
}

/** SES will not have this mail, or this recipient, who is in the offender's hand as well. */
const REFUSED: ReadonlySet<string> = new Set(['MessageRejected', 'BadRequestException']);

function inputOf(detail: BanDetail, sender: string, contact: string) {
  const { subject, text, report, evidence } = xarfReport(detail, sender);
  const attached = (FileName: string, content: string) => ({
    FileName,
    RawContent: Buffer.from(content),
    ContentType: 'text/plain; charset=utf-8',
    ContentDisposition: 'ATTACHMENT' as const,
  });
  return {
    FromEmailAddress: sender,
    Destination: { ToAddresses: [contact] },
    Content: {
      Simple: {
        Subject: { Data: encodedWords(subject), Charset: 'UTF-8' },
        Body: { Text: { Data: text, Charset: 'UTF-8' } },
        Headers: [
          { Name: 'X-XARF', Value: 'PLAIN' },
          { Name: 'Auto-Submitted', Value: 'auto-generated' },
        ],
        Attachments: [attached('report.txt', report), attached('logfile.log', evidence)],
      },
    },
  };
}
