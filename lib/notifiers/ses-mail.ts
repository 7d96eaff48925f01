import { type SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { Digest, SendResult } from '../core/report';
import { visible } from '../core/visible';
import { encodedWords } from './mail/encoded-word';
import { domainOf, unreachable } from './mail/reachable';
import { renderMail } from './mail/render';
import { errorName, type NotifierModule } from './notifier';

export interface SesScope {
  /** `arn:aws:ses:REGION:ACCOUNT`. */
  readonly arnPrefix: string;
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
}

export interface SesOptions {
  readonly client: Pick<SESv2Client, 'send'>;
}

/**
 * Mail through Amazon SES, API version 2. `Content.Simple` carries text and HTML, SES makes the MIME message: nothing we
 * write can become a header. In the sandbox (200 mails a day, 1 a second) recipients must be verified as well, and IAM
 * then checks their identities too: that is why they are among the resources.
 */
export const sesMail: NotifierModule<SesScope, SesOptions> = {
  kind: 'ses-mail',
  description: 'mail through Amazon SES',
  permissions: ({ arnPrefix, senders, recipients }) => [
    {
      actions: ['ses:SendEmail'],
      resources: identities([...senders, ...recipients]).map((identity) => `${arnPrefix}:identity/${identity}`),
      conditions: {
        StringEquals: { 'ses:FromAddress': senders },
        'ForAllValues:StringEquals': { 'ses:Recipients': recipients },
      },
    },
  ],
  open: ({ client }) => ({ kind: 'ses-mail', send: (digest) => send(client, digest) }),
};

/** An address can be verified itself or by its domain. */
const identities = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.flatMap((address) => [address, domainOf(address)])),
];

async function send(client: SesOptions['client'], digest: Digest): Promise<SendResult> {
  const notice = unreachable(digest);
  if (notice !== undefined) return { kind: 'unsuitable', notice };
  try {
    const { MessageId } = await client.send(new SendEmailCommand(inputOf(digest)));
    return { kind: 'sent', id: MessageId ?? '' };
  } catch (error) {
    return {
      kind: 'failed',
      notice: `SES refused a mail from ${digest.sender} to ${digest.recipient}: ${whyOf(error)}`,
    };
  }
}

/** What the operator can do about it; the most common ones are a sandbox and an identity nobody confirmed. */
const REASONS: Readonly<Record<string, string>> = {
  MessageRejected: 'an address is not verified, or the account is still in the SES sandbox',
  MailFromDomainNotVerifiedException: 'the MAIL FROM domain is not verified',
  TooManyRequestsException: 'more mails a second than the account may send',
  LimitExceededException: 'the daily quota is used up',
  SendingPausedException: 'sending is paused for this account',
  AccountSuspendedException: 'the account may no longer send mail',
};

function whyOf(error: unknown): string {
  const name = errorName(error);
  const reason = REASONS[name];
  return reason === undefined ? name : `${name} (${reason})`;
}

function inputOf(digest: Digest): SendEmailCommandInput {
  const mail = renderMail(digest);
  return {
    FromEmailAddress: fromOf(digest),
    Destination: { ToAddresses: [digest.recipient] },
    Content: {
      Simple: {
        Subject: { Data: encodedWords(mail.subject), Charset: 'UTF-8' },
        Body: { Text: { Data: mail.text, Charset: 'UTF-8' }, Html: { Data: mail.html, Charset: 'UTF-8' } },
        // RFC 3834: keeps vacation answers and other robots from answering.
        Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
      },
    },
  };
}

/** RFC 5322 3.4: `"Fail2Ban" <sender>`; the name is quoted or encoded, so it cannot become another address. */
function fromOf({ sender, sendername }: Digest): string {
  const name = [...visible(sendername).trim()].slice(0, 60).join('');
  if (name === '') return sender;
  const words = encodedWords(name);
  return words === name ? `"${name.replace(/["\\]/g, '\\$&')}" <${sender}>` : `${words} <${sender}>`;
}
