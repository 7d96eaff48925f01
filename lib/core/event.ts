import type { Seconds } from './ruleset';

/** Why a failure was not counted. */
export type IgnoreReason =
  | 'ignoreip'
  | 'ignoreself'
  | 'never-ban'
  | 'invalid-address'
  | 'hostname'
  | 'ambiguous'
  | 'breaker'
  /** Banning is stopped: `fail2edge panic`. */
  | 'panic';

export type UnbanReason = 'expired' | 'manual' | 'ignoreip' | 'config' | 'panic';

/** What happened, in the words of `replay --json`; handlers log the same objects. Times are seconds since the epoch. */
export type AppEvent =
  | {
      readonly event: 'found';
      readonly time: Seconds;
      readonly jail: string;
      readonly ip: string;
      /** Log group of the line; replay turns it into `file` and `line`. */
      readonly logGroup: string;
      readonly eventId: string;
    }
  | {
      readonly event: 'ignored';
      readonly time: Seconds;
      readonly jail: string;
      readonly id: string;
      readonly reason: IgnoreReason;
    }
  | {
      readonly event: 'ban';
      readonly time: Seconds;
      readonly jail: string;
      readonly ip: string;
      readonly failures: number;
      readonly bancount: number;
      readonly until: Seconds | null;
      /** Who made it, where that was neither failures nor an operator. */
      readonly origin?: 'request' | 'list';
    }
  | {
      readonly event: 'prolong';
      readonly time: Seconds;
      readonly jail: string;
      readonly ip: string;
      readonly until: Seconds | null;
    }
  | {
      readonly event: 'unban';
      readonly time: Seconds;
      readonly jail: string;
      readonly ip: string;
      readonly reason: UnbanReason;
    }
  | { readonly event: 'overflow'; readonly time: Seconds; readonly edge: string; readonly ip: string };
