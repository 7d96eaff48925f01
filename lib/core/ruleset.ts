import type { BanList } from './ban-list';
import type { Choice } from './choice';
import type { Target } from './target';

/**
 * The ruleset: everything the Lambdas need to know of the configuration, as plain JSON.
 * Made on the laptop (synth or CLI) by `lib/config`, loaded by the handlers, never parsed from INI there.
 */

/** Seconds; may carry a fraction. */
export type Seconds = number;

/**
 * The first characters of every text that matches, for an expression that must begin at the start of the text (`^`). `null` in its
 * place means that nothing is known: the match may be empty, or may begin elsewhere in the text.
 */
export interface FirstSet {
  /** 32 hex digits, 128 bits; bit n (counted from the left, 0 first) stands for the character of code n. */
  readonly ascii: string;
  /** Whether a character above U+007F can begin a match. */
  readonly other: boolean;
}

/** How the time of a match is bounded: by V8's linear engine, by the shape of the expression, or by a deadline only. */
export type ExpressionVerdict = 'linear' | 'bounded' | 'deadline';

/** One Python expression, translated to JavaScript. It is searched (not anchored), compiled without flags. */
export interface Expression {
  /** The Python expression after all substitution, as an error or a report shows it. */
  readonly source: string;
  /** The JavaScript pattern: `new RegExp(js)`. */
  readonly js: string;
  /** Python group name to the JavaScript capture numbers that may hold it; the first defined one does. */
  readonly groups: Readonly<Record<string, readonly number[]>>;
  readonly first: FirstSet | null;
  /** It finds and captures the same in a text that ends in one line feed and in that text without it. Absent: not proven. */
  readonly ignoresLastLineFeed?: true;
  /** Every match contains at least one of these texts (case-sensitive); `null`: none could be proven. */
  readonly literals: readonly string[] | null;
  readonly verdict: ExpressionVerdict;
  /** Captures of one character that `$` or `\b` looked at and the pattern ate: not part of the match. */
  readonly tails?: readonly number[];
  /** Sets of characters above U+00FF that the expression names itself (`lib/regex/alphabet`), as flat inclusive ranges. */
  readonly alphabet?: readonly (readonly number[])[];
  /** The expression for our own matcher, where V8's would not always do: see `lib/regex/machine`. */
  readonly program?: ExpressionProgram;
  /** On texts longer than this, in code units, V8's backtracking may be slow: they go to `program`. Absent: no such length. */
  readonly limit?: number;
}

/** Instructions `[operation, operands...]` of `lib/regex/machine`, and the character classes they name. */
export interface ExpressionProgram {
  readonly code: readonly (readonly number[])[];
  /** JavaScript patterns of one code unit. */
  readonly sets: readonly string[];
  /** Named groups by slot pair: slot 2n and 2n + 1 hold the start and end of the n-th. */
  readonly names: readonly string[];
  /** Whether V8 finds the span but not all captures, because a loop forgets them. */
  readonly forgets: boolean;
  /** Whether a match can only begin at the start of the text. */
  readonly anchored: boolean;
}

/** One way to find and read a date in a line; plain JSON, made by `lib/detect/dates`. */
export interface DateTemplate {
  /** As fail2ban's report names it, e.g. `{^LN-BEG}ExYear(?P<_sep>[-/.])Month...`. */
  readonly name: string;
  /** JavaScript pattern without flags. */
  readonly js: string;
  /**
   * What each capture holds: strptime letters (`Y`, `m`, `d`, `b`, ...), `epoch`, `lepoch`, `tai64n`; `cut`, the text that is
   * parsed and cut out of the line. Without `rest` the match is `cut`, but for signs before it at the line's start; else `cut`
   * begins somewhere in the match, and ends where the text of `rest` begins, or with the match when `rest` has no capture.
   */
  readonly fields: Readonly<Record<string, readonly number[]>>;
  readonly first: FirstSet | null;
  /** JavaScript pattern of what stands before the date; then `js` is matched where it ends, and `first` speaks of that place. */
  readonly head?: string;
  /** As in `Expression`. */
  readonly alphabet?: readonly (readonly number[])[];
}

export type Logtype = 'file' | 'short' | 'journal' | 'rfc5424';

/** A filter, resolved for one jail: what a failure looks like. */
export interface FilterRules {
  readonly prefregex: Expression | null;
  readonly failregex: readonly Expression[];
  /**
   * Which failregexes are left by characters behind the first, by those that the first one leaves (their indices, joined by
   * commas). Absent: all of them, as where an entry is missing. It speaks of this very list of failregexes.
   */
  readonly choices?: Readonly<Record<string, Choice>>;
  readonly ignoreregex: readonly Expression[];
  /** Lines joined for one match; 1: each line on its own. */
  readonly maxlines: number;
  /** `null`: no date is searched (`datepattern = {NONE}` or `logtype = journal`). */
  readonly dates: readonly DateTemplate[] | null;
  readonly logtype: Logtype;
  /** journalctl match terms: alternatives (`+` or a line each) of terms that must all hold (`FIELD=value`). */
  readonly journalmatch: readonly (readonly string[])[];
}

export type Usedns = 'yes' | 'warn' | 'no' | 'raw';

/** A port range, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** What a ban closes: everything, or some ports of one protocol. */
export type Ports = 'all' | { readonly protocol: 'tcp' | 'udp' | 'all'; readonly ranges: readonly PortRange[] };

export type EdgeKind = 'aws-waf' | 'aws-nacl' | 'aws-security-group' | 'aws-prefix-list';

/** One enforcement point with its options as written in the action's brackets, e.g. `aws-nacl[networkacl=acl-1]`. */
export interface EdgeConfig {
  /** Unique in the ruleset: the kind, or `kind:actname` where one kind is used with different options. */
  readonly name: string;
  readonly kind: EdgeKind;
  readonly options: Readonly<Record<string, string>>;
}

/** How a jail closes an edge. */
export interface JailEdge {
  readonly edge: string;
  readonly ports: Ports;
}

/** fail2ban's `bantime.*` family; formulas are parsed on the laptop into a tree, never evaluated as text. */
export interface BantimeIncrement {
  readonly factor: number;
  /** `null`: the default, bantime * 2^bancount * factor. */
  readonly formula: Formula | null;
  readonly multipliers: readonly number[] | null;
  readonly maxtime: Seconds | null;
  readonly rndtime: Seconds | null;
  readonly overalljails: boolean;
}

/** A parsed arithmetic expression of `bantime.formula` or `bantime.factor`. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: 'ban.Time' | 'ban.Count' | 'banFactor' }
  | { readonly kind: 'unary'; readonly operator: '-' | '+'; readonly operand: Formula }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Formula[] }
  | { readonly kind: 'choice'; readonly test: Formula; readonly yes: Formula; readonly no: Formula };

/** Who gets a mail on a ban, and what is in it (`action_mw`: whois; `action_mwl`: whois and the log lines). */
export interface MailAction {
  readonly destemail: readonly string[];
  readonly sender: string;
  readonly sendername: string;
  readonly whois: boolean;
  readonly lines: boolean;
}

/** Logs into which a client can write whole lines that no filter can tell from the daemon's (`config/forgeable.conf`). */
export interface ForgeableLogs {
  /** What writes them, e.g. `nginx error log`. */
  readonly source: string;
  /** The jail's log groups and paths that are meant. */
  readonly logs: readonly string[];
  readonly why: string;
  /** What is safer. */
  readonly instead: string;
}

export interface Jail {
  readonly name: string;
  /** As written, e.g. `sshd[mode=aggressive]`. */
  readonly filter: string;
  /** Whose files the filter is: the project's; the administrator's; his, although the project ships one of that name. */
  readonly filterFrom?: 'shipped' | 'own' | 'replaceable';
  /** Absent: none of its logs is known to be forgeable. */
  readonly forgeable?: readonly ForgeableLogs[];
  readonly rules: FilterRules;
  /** The same filter read with `logtype = journal`, for records that come as journald JSON; absent: as `rules`. */
  readonly journalRules?: FilterRules;
  /** `recidive`-like jails count our own bans of other jails instead of log lines. */
  readonly countsBans: boolean;
  readonly usedns: Usedns;
  readonly maxretry: number;
  readonly findtime: Seconds;
  /** Hosts (log streams) the failures of one window must come from before it bans; absent: 1. */
  readonly minhosts?: number;
  /** Negative: for ever. */
  readonly bantime: Seconds;
  readonly increment: BantimeIncrement | null;
  readonly maxmatches: number;
  /** Canonical CIDRs and host names. */
  readonly ignoreip: readonly string[];
  readonly ignoreself: boolean;
  /** `false` lets private ranges be banned. */
  readonly ignorelocal: boolean;
  /** An IPv6 offender is counted and banned by this prefix; 128: by address. */
  readonly ipv6prefix: number;
  readonly ambiguity: 'drop' | 'keep';
  /** IANA name or fixed offset of lines that carry no zone; `null`: none set. */
  readonly logtimezone: string | null;
  /** New bans a minute this jail may make; a flood beyond it is held back (`breaker`). */
  readonly breaker: number;
  readonly logpath: readonly string[];
  readonly loggroup: readonly string[];
  /**
   * Every record that can matter to the jail, as JSON writes it, holds one of these texts (a journal entry may hold a list
   * of bytes instead). Absent: any record can.
   */
  readonly needs?: readonly string[];
  readonly edges: readonly JailEdge[];
  readonly mail: MailAction | null;
  /** Its bans may be asked for on the event bus; absent: nobody may. */
  readonly requests?: true;
  /** Whom it bans as long as they are on a list; absent: none. */
  readonly list?: BanList;
  /** Names of the targets its bans are told to; absent: none. */
  readonly targets?: readonly string[];
  /** Where the jail's section stands, for messages: `jail.local:12`. */
  readonly origin: string;
  /** Said at run time only (`lib/core/changes`): it counts nothing. */
  readonly idle?: true;
  /** Said at run time only: its bans stand in the table and close no edge. */
  readonly simulate?: true;
}

export interface Ruleset {
  readonly format: 1;
  /** First 16 hex digits of the SHA-256 of the rest: changes exactly when the configuration does. */
  readonly version: string;
  readonly jails: readonly Jail[];
  readonly edges: readonly EdgeConfig[];
  /** Absent: none. */
  readonly targets?: readonly Target[];
  /** Addresses of our own that are never banned, besides each jail's `ignoreip` (VPC ranges, public addresses). */
  readonly protect: readonly string[];
  /** Seconds a finished ban is remembered, for `bancount` and recidive (`dbpurgeage`). */
  readonly dbpurgeage: Seconds;
  /** Said at run time only: nobody is banned, no edge holds anything. */
  readonly panic?: true;
}
