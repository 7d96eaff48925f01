import type { EdgeConfig } from '../../core/ruleset';
import type { EdgeAccounts } from '../definition';

/** One entry of an edge as it stands, for an operator to look at. */
export interface EdgeEntry {
  /** What holds it: an IP set by its name, an ACL, a group or a list by its id. */
  readonly resource: string;
  /** Rule number or rule id, where entries have one. */
  readonly rule: string | null;
  /** Canonical, with its prefix; of a rule that names a group or a list, that id. */
  readonly cidr: string;
  /** As the console writes it: `tcp 80-443`, `all traffic`. */
  readonly ports: string;
  /** `listed`: what it means is said by whoever refers to the list. */
  readonly action: 'allow' | 'deny' | 'listed';
  /** The resource in the AWS console. */
  readonly link: string;
}

/** Where an edge's resources are looked at. */
export interface Looking {
  readonly accounts: EdgeAccounts;
  /** For links. */
  readonly region: string;
}

/** Reads every entry of an edge, its own and others'. */
export type LookAtEdge = (config: EdgeConfig, looking: Looking) => Promise<readonly EdgeEntry[]>;

/** @param path of the console's page, with its region already in it */
export const consoleLink = (region: string, path: string): string => `https://${region}.console.aws.amazon.com/${path}`;
