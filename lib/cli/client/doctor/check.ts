import type { BanStore, ChangeStore, EdgeStateStore } from '../../../core/ports';
import type { Ruleset, Seconds } from '../../../core/ruleset';
import type { LookedEdge } from '../edges/look';
import type { DoctorAws } from './aws';

/** What a check found. `todo` says what to do about it. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly what: string;
  readonly todo?: string;
}

export const ok = (what: string): Finding => ({ level: 'ok', what });
export const warn = (what: string, todo: string): Finding => ({ level: 'warn', what, todo });
export const fail = (what: string, todo: string): Finding => ({ level: 'fail', what, todo });

/** What checks look at. */
export interface Examined {
  /** As the configuration here says. */
  readonly ruleset: Ruleset;
  /** The ruleset that is deployed; undefined: nobody says. */
  readonly deployedVersion: string | undefined;
  readonly bans: BanStore;
  readonly changes: ChangeStore;
  readonly edgeStates: Pick<EdgeStateStore, 'get'>;
  readonly edges: () => Promise<readonly LookedEdge[]>;
  readonly clock: () => Seconds;
  /** The deployment's name. */
  readonly stack: string;
  /** undefined: the account is in a folder, there is no AWS. */
  readonly aws: DoctorAws | undefined;
}

/** One thing that can be wrong with a deployment. */
export interface Check {
  readonly name: string;
  readonly summary: string;
  /** Throws what AWS or the table answered; that is a failed check, too. */
  readonly run: (examined: Examined) => Promise<readonly Finding[]>;
}

/** A check that needs AWS; an account in a folder has none. */
export const onAws =
  (run: (aws: DoctorAws, examined: Examined) => Promise<readonly Finding[]>): Check['run'] =>
  async (examined) =>
    examined.aws ? run(examined.aws, examined) : [];
