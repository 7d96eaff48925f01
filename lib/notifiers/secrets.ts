import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '../core/ports';
import type { Seconds } from '../core/ruleset';
import type { Permission } from './notifier';

/** What stands behind an option's value: a text itself, or for `ssm:NAME` the SecureString of that name. */
export type Secrets = (value: string) => Promise<string>;

/** The secret cannot be had; the message names the parameter, never its content. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

const PREFIX = 'ssm:';
/** So long a value is remembered: a changed secret is used soon, and a run asks once. */
const REMEMBERED: Seconds = 300;

/** Secrets in Systems Manager's Parameter Store, type SecureString; never in the ruleset, the template or a log. */
export function ssmSecrets(client: Pick<SSMClient, 'send'>, clock: Clock): Secrets {
  const known = new Map<string, { readonly value: string; readonly until: Seconds }>();
  return async (text) => {
    if (!text.startsWith(PREFIX)) return text;
    const entry = known.get(text);
    if (entry && entry.until > clock()) return entry.value;
    const value = await read(client, text.slice(PREFIX.length));
    known.set(text, { value, until: clock() + REMEMBERED });
    return value;
  };
}

async function read(client: Pick<SSMClient, 'send'>, Name: string): Promise<string> {
  const { Parameter } = await client.send(new GetParameterCommand({ Name, WithDecryption: true })).catch((error) => {
    throw new SecretError(`parameter ${Name} cannot be read: ${error instanceof Error ? error.name : 'Error'}`);
  });
  if (Parameter?.Type !== 'SecureString') throw new SecretError(`parameter ${Name} is not a SecureString`);
  if (!Parameter.Value) throw new SecretError(`parameter ${Name} is empty`);
  return Parameter.Value.trim();
}

/** The right to read the parameters that options name. @param arnPrefix `arn:aws:ssm:REGION:ACCOUNT`. */
export function secretPermissions(arnPrefix: string, options: readonly string[]): readonly Permission[] {
  const names = options.flatMap((text) => (text.startsWith(PREFIX) ? [text.slice(PREFIX.length)] : []));
  const arns = [...new Set(names)].map((name) => `${arnPrefix}:parameter/${name.replace(/^\//, '')}`);
  return arns.length === 0 ? [] : [{ actions: ['ssm:GetParameter'], resources: arns }];
}
