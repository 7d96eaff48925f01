/** Whom a ban is told besides by mail: chats, buses, webhooks, files, and services that collect reports of abuse. */
export type TargetKind =
  | 'sns'
  | 'slack'
  | 'teams'
  | 'discord'
  | 'webhook'
  | 'eventbridge'
  | 's3'
  | 'abuseipdb'
  | 'blocklist-de'
  | 'xarf';

/** One of them with its options as written in the action's brackets: `notify-slack[url=ssm:/fail2edge/slack]`. */
export interface Target {
  /** Unique in the ruleset: the kind, or `kind:actname` where one kind is used with different options. */
  readonly name: string;
  readonly kind: TargetKind;
  /** A secret stands here only as `ssm:NAME`, the SecureString that holds it. */
  readonly options: Readonly<Record<string, string>>;
}
