import type { CloudFormationCustomResourceEvent, ScheduledEvent } from 'aws-lambda';
import type { OwnRangesReport } from '../app/own-ranges';
import { type Answer, answerCustomResource, type Provider } from './custom-resource';
import { OWN_RANGES } from './setup-resource';

export interface ProtectParts {
  readonly refresh: () => Promise<OwnRangesReport>;
  /** Told what was found when it differs from before, and which source did not answer. */
  readonly onReport: (report: OwnRangesReport) => void;
  readonly answer: Answer;
}

/**
 * Our own ranges, looked up by the hour and when the stack is deployed. A deploy is not failed by a source that does not
 * answer: protection is then what it was. The hourly look fails by its name, for the alarm to see.
 */
export const protectHandler =
  ({ refresh, onReport, answer }: ProtectParts) =>
  async (event: CloudFormationCustomResourceEvent | ScheduledEvent): Promise<void> => {
    const look = async (): Promise<OwnRangesReport> => {
      const report = await refresh();
      onReport(report);
      return report;
    };
    if ('ResponseURL' in event) {
      await answerCustomResource(event, { [OWN_RANGES]: deployed(look) }, answer);
      return;
    }
    const { failed } = await look();
    if (failed.size === 0) return;
    const names = [...failed].map(([source, error]) => `${source}: ${error.message}`).join('; ');
    throw new AggregateError([...failed.values()], `not looked up: ${names}`);
  };

function deployed(look: () => Promise<unknown>): Provider<unknown> {
  const looked = async () => {
    await look();
    return { physicalId: 'fail2edge-own-ranges' };
  };
  return { create: looked, update: looked, delete: async () => {} };
}
