import type { Seconds } from './ruleset';

/** A failure a filter found in a line, before anybody asked whether its address may be banned. */
export interface Finding {
  /** The ban key as captured, not yet validated: an address, a host name (`kind: 'dns'`) or any text (`'fid'`). */
  readonly id: string;
  readonly kind: 'ip4' | 'ip6' | 'dns' | 'fid';
  /** Prefix length captured by `<SUBNET>` or `<CIDR>`. */
  readonly cidr: string | null;
  /** Seconds since the epoch; may carry a fraction. */
  readonly time: Seconds;
  /** Index of the failregex that matched, from 0. */
  readonly regex: number;
  /** The failure's fields after prefregex, alternatives and session are merged. */
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** All users the session named. */
  readonly users: readonly string[];
  /** How many match lines the failure carries. */
  readonly attempts: number;
  readonly matches: readonly string[];
  /** A second address in the same line could have been captured in its place. */
  readonly ambiguous: boolean;
}

/** What one line means to one jail. */
export type LineVerdict =
  | { readonly kind: 'failure'; readonly finding: Finding }
  /** An ignoreregex hit. */
  | { readonly kind: 'ignored' }
  /** It only feeds a session: a no-fail line, or a failure still waiting for its address. */
  | { readonly kind: 'session' }
  | { readonly kind: 'missed' };
