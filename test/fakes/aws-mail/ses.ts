import { MessageRejected, SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';

export interface SesAccount {
  /** Verified addresses and domains. */
  readonly verified: readonly string[];
  readonly sandbox: boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const SANDBOX_DAY = 200;
const MESSAGE_OCTETS = 40 * 1024 * 1024;

/** SES v2 SendEmail with Content.Simple, as strict as the service: identities, sandbox quotas, sizes, header grammar. */
export function fakeSes(account: SesAccount) {
  const mails: SentMail[] = [];
  const sendTimes: number[] = [];
  const client = mockClient(SESv2Client);
  client.on(SendEmailCommand).callsFake((input: SendEmailCommandInput) => {
    const mail = readMail(input);
    checkIdentities(account, mail);
    checkQuota(account, sendTimes, mail.to.length);
    mails.push(mail);
    return { MessageId: `mail-${mails.length}` };
  });
  return { client: client as unknown as SESv2Client, mails, restore: () => client.restore() };
}

function readMail(input: SendEmailCommandInput): SentMail {
  const simple = input.Content?.Simple;
  const to = input.Destination?.ToAddresses ?? [];
  if (!simple?.Subject?.Data || !simple.Body?.Text?.Data || !simple.Body.Html?.Data) throw bad('Missing content');
  if (to.length === 0 || to.length > 50) throw bad('Recipient count exceeds 50.');
  for (const address of to) if (!/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(address)) throw bad('Missing final @domain');
  if (!/^[\x20-\x7e]{1,900}$/.test(simple.Subject.Data)) throw bad('Subject must be 7-bit ASCII without line breaks');
  const mail: SentMail = {
    from: input.FromEmailAddress ?? '',
    to,
    subject: simple.Subject.Data,
    text: simple.Body.Text.Data,
    html: simple.Body.Html.Data,
    headers: readHeaders(simple.Headers ?? []),
  };
  if (Buffer.byteLength(mail.text) + Buffer.byteLength(mail.html) > MESSAGE_OCTETS)
    throw bad('Message length is more than 41943040 bytes long');
  return mail;
}

function readHeaders(headers: readonly { Name: string | undefined; Value: string | undefined }[]) {
  return Object.fromEntries(
    headers.map(({ Name = '', Value = '' }) => {
      if (!/^[\x21-\x39\x3b-\x7e]{1,126}$/.test(Name) || !/^[\x20-\x7e]{1,995}$/.test(Value))
        throw bad('Invalid header');
      return [Name, Value];
    }),
  );
}

function checkIdentities({ verified, sandbox }: SesAccount, mail: SentMail): void {
  const from = /^(?:"(?:[^"\\]|\\.)*" |(?:=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?= )+)?<?([^<>\s]+@[^<>\s]+?)>?$/.exec(
    mail.from,
  )?.[1];
  if (from === undefined) throw bad('Invalid From');
  const isVerified = (address: string) => verified.includes(address) || verified.includes(address.split('@')[1] ?? '');
  const failed = [from, ...(sandbox ? mail.to : [])].filter((address) => !isVerified(address));
  if (failed.length === 0) return;
  const message = `Email address is not verified. The following identities failed the check in region EU-WEST-1: ${failed.join(', ')}`;
  throw new MessageRejected({ $metadata: {}, message });
}

function checkQuota({ sandbox, clock }: SesAccount, sendTimes: number[], recipients: number): void {
  if (!sandbox) return;
  const since = (age: number) => sendTimes.filter((time) => time > clock() - age).length;
  if (since(86_400_000) + recipients > SANDBOX_DAY)
    throw named('LimitExceededException', 'Daily message quota exceeded');
  if (since(1_000) + recipients > 1) throw named('TooManyRequestsException', 'Maximum sending rate exceeded');
  for (let count = 0; count < recipients; count++) sendTimes.push(clock());
}

const bad = (message: string): Error => named('BadRequestException', message);

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
