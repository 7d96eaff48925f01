/** What a report is made of, and the boundaries of reporting. Times are seconds since the epoch. */
import type { Ban } from './ban';
import type { Seconds } from './ruleset';

/**
 * Who holds an address, as a registry answered. Every field was written by strangers: its form is checked and its
 * length is capped, but it is not escaped for any sink.
 */
export interface WhoisRecord {
  readonly via: 'rdap' | 'whois';
  /** Registry host that answered. */
  readonly server: string;
  /** The address that was asked for; a cached answer serves every address of its network, from `first` to `last`. */
  readonly address: string;
  readonly network: string | null;
  readonly handle: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** First and last address of the network, canonical. */
  readonly first: string | null;
  readonly last: string | null;
  /** `AS64500` and so on. */
  readonly asn: readonly string[];
  /** Where to complain, best first. */
  readonly abuse: readonly string[];
  /** Lines of a port 43 answer without its comments; empty for RDAP. */
  readonly text: readonly string[];
  /** Whether the answer was longer than what is kept of it. */
  readonly truncated: boolean;
}

/**
 * `not-public`: nobody registers such an address. `no-answer`: no registry gave a usable one.
 * `deadline`: the time ran out. Neither is a fault: the report goes out without it.
 */
export type WhoisAnswer =
  | { readonly kind: 'found'; readonly record: WhoisRecord }
  | { readonly kind: 'none'; readonly reason: 'not-public' | 'no-answer' | 'deadline' };

/** The network an answer is about, as a name for it; that nobody answered has a name of its own. */
export const networkName = (answer: WhoisAnswer): string =>
  answer.kind === 'found' ? `${answer.record.first}-${answer.record.last}` : 'none';

export interface Whois {
  /** @param ip a ban's canonical text. Never throws; an aborted signal ends it with `deadline`. */
  of(ip: string, signal: AbortSignal): Promise<WhoisAnswer>;
}

export interface LogLines {
  /**
   * Lines of `logGroups` that mention `ip` (an address, or a prefix: any address in it) from `from` to `to`, both included,
   * oldest first, as the filters saw them; at most 1,000 and 64 KiB. Throws when no group could be read.
   */
  of(ip: string, logGroups: readonly string[], from: Seconds, to: Seconds): Promise<readonly string[]>;
}

export interface BanDetail {
  readonly ban: Ban;
  /** `null`: not asked for. */
  readonly whois: WhoisAnswer | null;
  /** `null`: not asked for; `unavailable`: the logs could not be read. */
  readonly lines: readonly string[] | 'unavailable' | null;
}

/** One report to one recipient. */
export interface Digest {
  readonly sender: string;
  readonly sendername: string;
  readonly recipient: string;
  /** Where the bans are in force, e.g. the stack and its Region; stands where fail2ban writes the host. */
  readonly place: string;
  /** All of them, sorted by jail, time and address. Never empty. */
  readonly bans: readonly Ban[];
  /** The first few of `bans`, with what was found out about them. */
  readonly details: readonly BanDetail[];
}

/**
 * `unsuitable`: this notifier cannot reach the recipient however often it tries (stock `root@localhost`).
 * `failed`: it could not now (not verified, throttled, no network).
 */
export type SendResult =
  | { readonly kind: 'sent'; readonly id: string }
  | { readonly kind: 'unsuitable'; readonly notice: string }
  | {
      readonly kind: 'failed';
      readonly notice: string;
      /** These of the digest were taken all the same; the others wait. */
      readonly done?: readonly Ban[];
    };

export interface Notifier {
  readonly kind: string;
  /** Never throws. */
  send(digest: Digest): Promise<SendResult>;
}

/** A target of the ruleset (`lib/core/target`), opened. */
export interface OpenTarget {
  readonly name: string;
  /** Told of bans that were lifted as well: tickets in state `over`. */
  readonly tellsEnds: boolean;
  /** Held to the hourly cap, as mails are. */
  readonly capped: boolean;
  /** What its digests must say of each ban. */
  readonly wants: { readonly whois: boolean; readonly lines: boolean };
  /** Never throws. */
  send(digest: Digest): Promise<SendResult>;
}

/** What a service that collects reports was told lately: it wants an address once in a while only. */
export interface Reported {
  /** When `key` was last told; `undefined`: not within what is remembered. */
  last(key: string): Promise<Seconds | undefined>;
  mark(key: string, at: Seconds, expiresAt: Seconds): Promise<void>;
}

/** A recipient's waiting bans, taken under a lease. */
export interface Box {
  readonly recipient: string;
  readonly token: string;
  readonly bans: readonly Ban[];
}

/**
 * Bans on their way to a recipient. An entry stays until it was sent, whatever happens to the process, and then stays as
 * a mark: a stream record delivered again adds nothing.
 */
export interface Outbox {
  /** Adds what was never added (by `reportId`); entries are forgotten after `expiresAt`. */
  add(recipient: string, bans: readonly Ban[], expiresAt: Seconds): Promise<void>;
  /** Recipients something waits for. Reads only. */
  recipients(): Promise<readonly string[]>;
  /** Takes the lease of a box until `until`; `undefined`: another run holds it. */
  open(recipient: string, now: Seconds, until: Seconds): Promise<Box | undefined>;
  /** Marks `sent` (kept until `expiresAt`) and gives the lease back, if it still is this run's. */
  close(box: Box, sent: readonly Ban[], expiresAt: Seconds): Promise<void>;
}

/** The same ban of the same offender, or its end, however often it is delivered. */
export const reportId = ({ jail, ip, bancount, time, state }: Ban): string =>
  JSON.stringify(state === 'live' ? [jail, ip, bancount, time] : [jail, ip, bancount, time, state]);

/** `held`: not now; `refused`: and what he was last tried with, he did not take. */
export type MailTurn = { readonly kind: 'taken' } | { readonly kind: 'held'; readonly refused: boolean };

/** How many mails a recipient gets. */
export interface MailBudget {
  /** Counts one mail if the recipient may have it now. */
  take(recipient: string, now: Seconds): Promise<MailTurn>;
  /** Remembers, until the next one is taken, that nobody took this one. It counts: it may have arrived all the same. */
  refused(recipient: string): Promise<void>;
}
