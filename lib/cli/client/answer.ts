import type { ChangePorts } from '../../app/operate/ports';
import type { Ban } from '../../core/ban';
import type { CounterList, CounterStore, EdgeStateStore } from '../../core/ports';
import type { LogLines } from '../../core/report';
import type { Jail, Ruleset, Seconds } from '../../core/ruleset';
import type { EdgeView } from './account/account';
import type { EventReader } from './account/events';
import type { DoctorAws } from './doctor/aws';
import type { Values } from './said';

/** An account's table, as the operator's use cases want it. */
export interface Operator extends ChangePorts {
  readonly counters: CounterStore & CounterList;
  readonly edgeStates: EdgeStateStore;
}

/** How an answer may look. */
export interface Look {
  /** Columns; Infinity where nobody's terminal is. */
  readonly width: number;
  readonly colour: boolean;
}

/** What a command may touch: the configuration at once, the table when it asks for it. */
export interface Session {
  /** Resolved as at deploy. */
  readonly ruleset: Ruleset;
  /** Opens the account's table. */
  readonly account: () => Promise<Operator>;
  /** The ruleset with what was changed at run time; asks the table. */
  readonly rulesNow: () => Promise<Ruleset>;
  /** The edges, to be looked at. */
  readonly edges: () => Promise<EdgeView>;
  /** Lines of the logs that the jails read. */
  readonly lines: () => Promise<LogLines>;
  /** What happens, as it is told. */
  readonly events: () => Promise<EventReader>;
  /** AWS as doctor asks it; undefined: the account is in a folder. */
  readonly doctor: () => Promise<(DoctorAws & { readonly close: () => void }) | undefined>;
  /** The ruleset that is deployed, once the account was opened; undefined: nobody says. */
  readonly deployedVersion: () => string | undefined;
  /** Seconds since the epoch, by this machine. */
  readonly now: () => Seconds;
  /** Says when the table's bans show that this is not the configuration that is deployed. */
  readonly compare: (bans: readonly Ban[]) => void;
  /** A line for people, on standard error. */
  readonly note: (text: string) => void;
  /** A line of the answer before its end, for answers that go on and on. */
  readonly tell: (line: string) => void;
  readonly look: Look;
  /** The options of every command, as they were given. */
  readonly values: Values;
}

/** What was said, taken apart. */
export interface Said {
  /** The jail that the words name; where the form has none, nobody asks. */
  readonly jail: Jail;
  /** What stands in place of SETTING. */
  readonly setting: string;
  readonly operands: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

export interface Answer {
  /** Standard output without `--json`; a line feed is added. */
  readonly text: string;
  /** Standard output with `--json`: an object a line. */
  readonly json: readonly object[];
  /** Everything was told line by line already. */
  readonly told?: true;
  /** Which words of the text have a colour on a terminal. */
  readonly paint?: 'levels';
  /** Part of what was asked for was not done: 255. `check`: a check that was asked for failed, 1. */
  readonly failed?: boolean | 'check';
}

export type Action = (session: Session, said: Said) => Promise<Answer>;
