import type { Check } from './check';
import { clockCheck } from './checks/clock';
import { configurationCheck } from './checks/configuration';
import { deliveryCheck } from './checks/delivery';
import { enforcementCheck } from './checks/enforcement';
import { forgeableCheck } from './checks/forgeable';
import { hostsCheck } from './checks/hosts';
import { mailCheck } from './checks/mail';
import { minuteCheck } from './checks/minute';
import { patternsCheck } from './checks/patterns';
import { roomCheck } from './checks/room';
import { runTimeCheck } from './checks/run-time';
import { shadowsCheck } from './checks/shadows';
import { subscriptionsCheck } from './checks/subscriptions';
import { tableCheck } from './checks/table';

/** Every check, in the order of a line's way: one file, one line. */
export const CHECKS: readonly Check[] = [
  tableCheck,
  configurationCheck,
  runTimeCheck,
  subscriptionsCheck,
  patternsCheck,
  deliveryCheck,
  hostsCheck,
  forgeableCheck,
  minuteCheck,
  enforcementCheck,
  roomCheck,
  shadowsCheck,
  mailCheck,
  clockCheck,
];
