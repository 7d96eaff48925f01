import type { TargetKind } from '../../core/target';
import { abuseipdb } from './abuseipdb';
import { blocklistDe } from './blocklist-de';
import { discord } from './discord';
import { eventbridge } from './eventbridge';
import { s3 } from './s3';
import { slack } from './slack';
import { sns } from './sns';
import type { TargetModule } from './target';
import { teams } from './teams';
import { webhook } from './webhook';
import { xarf } from './xarf';

/** Every target there is: one file, one line. */
export const targets = {
  abuseipdb,
  'blocklist-de': blocklistDe,
  discord,
  eventbridge,
  s3,
  slack,
  sns,
  teams,
  webhook,
  xarf,
} as const satisfies Record<TargetKind, TargetModule>;
