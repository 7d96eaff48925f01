import { EXPORT_FORMATS } from '../core/export';
import type { TargetKind } from '../core/target';

/** One option of a target. */
export interface TargetOption {
  readonly accepts: (value: string) => boolean;
  readonly hint: string;
  /** What counts when it is not given; absent: it must be. */
  readonly otherwise?: string;
  /** It is a secret: written as the name of the parameter that holds it. */
  readonly secret?: true;
}

/** `ssm:NAME`: a parameter of Systems Manager, type SecureString. Its names: letters, digits and `. - _ /`. */
const PARAMETER = /^ssm:\/?[\w.-]+(?:\/[\w.-]+)*$/;

const secret = (what: string): TargetOption => ({
  accepts: (value) => PARAMETER.test(value),
  hint: `ssm:NAME, the SecureString that holds ${what}: aws ssm put-parameter --type SecureString --name NAME --value ...`,
  secret: true,
});

const like = (pattern: RegExp, hint: string, otherwise?: string): TargetOption => ({
  accepts: (value) => pattern.test(value),
  hint,
  ...(otherwise === undefined ? {} : { otherwise }),
});

const HTTPS = /^https:\/\/[\w.-]+(?::\d{1,5})?(?:[/?][\w./?&=%~+:,;@!$'()*-]*)?$/;
const url: TargetOption = {
  accepts: (value) => HTTPS.test(value) || PARAMETER.test(value),
  hint: 'an https:// address without user and password, or ssm:NAME of a SecureString that holds it',
};
const mailAddress = like(/^[^@\s<>"]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i, 'a mail address');

/** Options of every target; other options in an action's brackets are of no use to it and are told. */
export const TARGET_OPTIONS: Readonly<Record<TargetKind, Readonly<Record<string, TargetOption>>>> = {
  sns: { topic: like(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]{1,256}$/, 'the ARN of a topic') },
  slack: { url: secret("the webhook's address") },
  teams: { url: secret("the workflow's address") },
  discord: { url: secret("the webhook's address") },
  webhook: { url, secret: secret('the key of the signature') },
  eventbridge: {
    bus: like(
      /^$|^[\w./-]{1,256}$|^arn:[\w-]+:events:[\w-]+:\d{12}:event-bus\/[\w./-]{1,256}$/,
      "name or ARN of an event bus; empty: the stack's own",
      '',
    ),
  },
  s3: {
    bucket: like(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket'),
    key: like(/^[\w!.'()-][\w/!.'()-]{0,500}$/, 'the name of an object such as fail2edge/bans.txt', 'bans.txt'),
    format: {
      accepts: (value) => Object.hasOwn(EXPORT_FORMATS, value),
      hint: `one of ${Object.keys(EXPORT_FORMATS).join(', ')}`,
      otherwise: 'plain',
    },
  },
  abuseipdb: {
    abuseipdb_apikey: secret('the key'),
    abuseipdb_category: like(/^\d{1,2}(?:\s*,\s*\d{1,2})*$/, 'numbers of categories such as 18,22', '18'),
  },
  'blocklist-de': { email: mailAddress, apikey: secret('the key') },
  xarf: { sender: mailAddress },
};

/** What fail2ban's own actions take that has no meaning here. */
export const IGNORED_OPTIONS: readonly string[] = [
  ...['actname', 'norestored', 'name', 'port', 'protocol', 'chain', 'bantime', 'timeout'],
  ...['service', 'logpath', 'agent', 'loglines', 'tlp', 'mailcmd', 'mailargs', 'debug', 'message', 'matches'],
];

export const isTargetKind = (name: string): name is TargetKind => Object.hasOwn(TARGET_OPTIONS, name);
