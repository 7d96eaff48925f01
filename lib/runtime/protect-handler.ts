import { setTimeout } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent, ScheduledEvent } from 'aws-lambda';
import type { OwnRangesReport } from '../app/own-ranges';
import type { Seconds } from '../core/ruleset';
import { type Answer, answerCustomResource, type Provider } from './custom-resource';
import type { Invocation } from './invocation';
import { withNewRole } from './new-role';
import { OWN_RANGES } from './setup-resource';

export interface ProtectParts {
  readonly refresh: () => Promise<OwnRangesReport>;
  /** Told what was found when it differs from before, and which source did not answer. */
  readonly onReport: (report: OwnRangesReport) => void;
  readonly answer: Answer;
  /** @default a timer */
  readonly sleep?: (seconds: Seconds) => Promise<unknown>;
}

/** What must be left to look once more and to answer. */
const LONGEST_LOOK: Seconds = 45;

/** Sources did not answer; what was known of them is kept. */
class NotLookedUp extends Error {
  constructor(failed: OwnRangesReport['failed']) {
    const told = [...failed].map(([source, { name, message }]) => `${source}: ${name}: ${message}`);
    super(`not looked up: ${told.join('; ')}`);
    this.name = 'NotLookedUp';
  }
}

/**
 * Our own ranges, looked up by the hour and when the stack is deployed. A deploy waits a minute for a new role to be let
 * in, but is not failed by a source that does not answer: protection is then what it was. The hourly look fails by the
 * source's name, for the alarm to see.
 */
export const protectHandler =
  ({ refresh, onReport, answer, sleep = (seconds) => setTimeout(seconds * 1000) }: ProtectParts) =>
  async (event: CloudFormationCustomResourceEvent | ScheduledEvent, invocation: Invocation): Promise<void> => {
    const look = async (): Promise<void> => {
      const report = await refresh();
      onReport(report);
      if (report.failed.size > 0) throw new NotLookedUp(report.failed);
    };
    if (!('ResponseURL' in event)) return look();
    const remaining = () => invocation.getRemainingTimeInMillis() / 1000;
    const patient = () => withNewRole(look, sleep, () => remaining() > LONGEST_LOOK).catch(unlessNotLookedUp);
    await answerCustomResource(event, { [OWN_RANGES]: deployed(patient) }, { answer, remaining });
  };

function unlessNotLookedUp(error: unknown): void {
  if (!(error instanceof NotLookedUp)) throw error;
}

function deployed(look: () => Promise<void>): Provider<unknown> {
  const looked = async () => {
    await look();
    return { physicalId: 'fail2edge-own-ranges' };
  };
  return { create: looked, update: looked, delete: async () => {} };
}
