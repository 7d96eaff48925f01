import type { Ruleset } from '../../core/ruleset';
import type { EnforcePorts } from './ports';

/** The deployed ruleset with what operators changed at run time, read anew. */
export const rulesNow = async ({ live, clock }: EnforcePorts, deployed: Ruleset): Promise<Ruleset> =>
  live ? live.at(clock()) : deployed;
