import type { Jail } from './ruleset';

/** What CloudWatch Logs is told to deliver of a log group. */
export type SubscriptionPattern =
  /** A filter pattern, `%...%`; what it does not match cannot matter to any jail. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** Every line; `reason` says which jail asks for that, and why. */
  | { readonly kind: 'everything'; readonly reason: string };

/** A log group with the jails that read it. */
export interface WatchedLogGroup {
  readonly name: string;
  readonly jails: readonly Jail[];
}

/** The log groups the jails name, each once, in the order they are first named. */
export function watchedLogGroups(jails: readonly Jail[]): readonly WatchedLogGroup[] {
  const names = [...new Set(jails.flatMap((jail) => jail.loggroup))];
  return names.map((name) => ({ name, jails: jails.filter((jail) => jail.loggroup.includes(name)) }));
}
