import type { OperatePorts } from '../../app/operate/ports';
import type { Ban } from '../../core/ban';
import type { Jail, Ruleset } from '../../core/ruleset';

/** What a command may touch: the configuration at once, the table when it asks for it. */
export interface Session {
  /** Resolved as at deploy. */
  readonly ruleset: Ruleset;
  /** Opens the account's table. */
  readonly account: () => Promise<OperatePorts>;
  /** Says when the table's bans show that this is not the configuration that is deployed. */
  readonly compare: (bans: readonly Ban[]) => void;
  /** A line for people, on standard error. */
  readonly note: (text: string) => void;
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
  /** Part of what was asked for was not done. */
  readonly failed?: boolean;
}

export type Action = (session: Session, said: Said) => Promise<Answer>;
