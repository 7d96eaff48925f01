import type { EdgeRoom } from '../../core/edge';
import type { Seconds } from '../../core/ruleset';

/** What the report page shows. Every text may be a stranger's: it is escaped where it is written. Times are epoch seconds. */
export interface Page {
  /** What the page is about: log files, log groups, a stack. */
  readonly sources: readonly string[];
  readonly span: { readonly from: Seconds; readonly to: Seconds } | undefined;
  /** Settings the log was played with, as `sshd.maxretry = 3`. */
  readonly settings: readonly string[];
  readonly figures: readonly Figure[];
  /** The same log under the present configuration; absent: nothing is compared. */
  readonly compared?: Compared | undefined;
  readonly timeline: Timeline | undefined;
  /** What the timeline's failures are, in words. */
  readonly failuresAre: string;
  readonly jails: readonly JailRow[];
  readonly offenders: readonly OffenderRow[];
  /** Offenders there are in all. */
  readonly offenderCount: number;
  readonly bans: readonly BanRow[];
  readonly banCount: number;
  readonly edges: readonly EdgeCard[];
  /** Why the edges are not known; absent: they are. */
  readonly edgesUnknown?: string | undefined;
  readonly spared: readonly SparedRow[];
  readonly missed: Missed | undefined;
  readonly madeAt: Seconds;
}

/** Two configurations on one log. */
export interface Compared {
  /** Name, as it is, changed, difference. */
  readonly figures: readonly (readonly [string, string, string, string])[];
  readonly gained: readonly BanRow[];
  readonly gainedCount: number;
  readonly lost: readonly BanRow[];
  readonly lostCount: number;
  readonly loggedIn: readonly {
    readonly ip: string;
    readonly jail: string;
    readonly banned: Seconds;
    readonly time: Seconds;
    readonly user: string;
    readonly where: string;
    /** By which configuration it is banned. */
    readonly under: string;
  }[];
  readonly advice: { readonly change: boolean; readonly why: string };
  readonly jailLocal: readonly string[];
}

/** A number that stands at the head of the page. */
export interface Figure {
  readonly label: string;
  readonly value: number;
  readonly note: string;
}

/** Failures and bans in steps of equal length, the first beginning at `from`. */
export interface Timeline {
  readonly from: Seconds;
  readonly step: Seconds;
  readonly buckets: readonly Bucket[];
}

export interface Bucket {
  readonly failures: number;
  readonly bans: number;
}

export interface JailRow {
  readonly name: string;
  /** e.g. `5 in 10m, then 1h`. */
  readonly rule: string;
  readonly edges: string;
  /** `null`: nobody counts them for a whole jail. */
  readonly failures: number | null;
  readonly bans: number;
  readonly inForce: number;
}

export interface OffenderRow {
  readonly ip: string;
  readonly jails: readonly string[];
  readonly failures: number;
  readonly bans: number;
  readonly first: Seconds;
  readonly last: Seconds;
  /** Banned at the end. */
  readonly inForce: boolean;
}

export interface BanRow {
  readonly time: Seconds;
  readonly jail: string;
  readonly ip: string;
  readonly bancount: number;
  readonly failures: number;
  /** `null`: for ever. */
  readonly until: Seconds | null;
  /** Empty: in force. */
  readonly lifted: string;
  /** The line that made it, with its place; empty: not known. */
  readonly line: string;
  readonly where: string;
}

export interface EdgeCard {
  readonly name: string;
  readonly room: readonly EdgeRoom[];
  readonly held: number;
  readonly overflow: readonly string[];
  readonly notices: readonly string[];
}

export interface SparedRow {
  readonly ip: string;
  readonly jail: string;
  readonly failures: number;
  readonly why: string;
}

/** Lines that no jail made anything of. */
export interface Missed {
  readonly lines: number;
  /** Of these, the ones that read like failures. */
  readonly suspicious: number;
  readonly shapes: readonly MissedShape[];
}

/** Lines that differ only in addresses, numbers and names. */
export interface MissedShape {
  readonly count: number;
  readonly example: string;
  readonly where: string;
}
