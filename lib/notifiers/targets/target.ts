import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Ban } from '../../core/ban';
import type { Clock } from '../../core/ports';
import type { OpenTarget, Reported } from '../../core/report';
import type { Target, TargetKind } from '../../core/target';
import type { DeliverPorts } from '../http/deliver';
import type { Permission } from '../notifier';
import type { Secrets } from '../secrets';

/** Where the stack is; CDK tokens are welcome. */
export interface TargetScope {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** ARN of the stack's own event bus; undefined: it has none. */
  readonly bus: string | undefined;
}

/** What targets are opened on; a client is made when a target first asks for it. */
export interface TargetTools {
  readonly secrets: Secrets;
  readonly http: DeliverPorts;
  readonly clock: Clock;
  readonly reported: Reported;
  /** Every ban in force, from the table. */
  readonly live: () => Promise<readonly Ban[]>;
  /** ARN of the stack's own event bus. */
  readonly bus: () => string;
  readonly sns: () => Pick<SNSClient, 'send'>;
  readonly events: () => Pick<EventBridgeClient, 'send'>;
  readonly s3: () => Pick<S3Client, 'send'>;
  readonly ses: () => Pick<SESv2Client, 'send'>;
}

/** What a target's file exports. */
export interface TargetModule extends Pick<OpenTarget, 'tellsEnds' | 'capped' | 'wants'> {
  readonly kind: TargetKind;
  readonly description: string;
  /** It accuses somebody before others: a test must not be sent. */
  readonly accuses: boolean;
  /** Beside the right to read the secrets its options name. */
  permissions(target: Target, scope: TargetScope): readonly Permission[];
  open(target: Target, tools: TargetTools): OpenTarget['send'];
}

/** Most targets: told of new bans, within the hourly cap, with nothing to be found out, accusing nobody. */
export const PLAIN = {
  tellsEnds: false,
  capped: true,
  wants: { whois: false, lines: false },
  accuses: false,
  permissions: (): readonly Permission[] => [],
} as const;

/** What went wrong, without what was sent or where to: an AWS exception's name, or our own words. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UnknownError';
  return error.name === 'SecretError' ? error.message : error.name;
}
