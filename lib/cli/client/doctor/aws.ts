import type { Seconds } from '../../../core/ruleset';

/** A subscription of a log group. */
export interface Subscription {
  readonly name: string;
  readonly pattern: string;
  readonly destination: string;
}

/** A stream of a log group: mostly one a host. */
export interface Stream {
  readonly name: string;
  /** When its last event happened, as far as CloudWatch Logs knows it yet; undefined: none did. */
  readonly lastEvent: Seconds | undefined;
}

export interface Sample {
  readonly time: Seconds;
  readonly message: string;
}

export interface MailAccount {
  /** Mail goes to verified addresses only, 200 a day. */
  readonly sandbox: boolean;
  readonly sending: boolean;
}

/** What doctor asks AWS for. Expected outcomes are values; anything else is thrown in words. */
export interface DoctorAws {
  /** undefined: there is no such log group. */
  subscriptions(group: string): Promise<readonly Subscription[] | undefined>;
  /** Which of the messages a filter pattern matches; undefined: CloudWatch Logs does not take the pattern. */
  testPattern(pattern: string, messages: readonly string[]): Promise<ReadonlySet<number> | undefined>;
  /** The streams of a group, the latest first, 50 at most; undefined: there is no such group. */
  streams(group: string): Promise<readonly Stream[] | undefined>;
  /** The latest events of a group since a time, 50 at most. */
  recent(group: string, since: Seconds): Promise<readonly Sample[]>;
  mailAccount(): Promise<MailAccount>;
  /** Whether an address or domain may send; undefined: SES does not know it. */
  identity(name: string): Promise<boolean | undefined>;
  /** AWS's clock. */
  time(): Promise<Seconds>;
}
