import type { CloudFormationCustomResourceEvent, ScheduledEvent } from 'aws-lambda';
import type { OwnRangesReport, RangeSource } from '../../lib/app/own-ranges';
import { protectHandler } from '../../lib/runtime/protect-handler';
import { OWN_RANGES } from '../../lib/runtime/setup-resource';

const HOUR = { source: 'aws.events' } as ScheduledEvent;
const deploy = (RequestType: 'Create' | 'Update' | 'Delete') =>
  ({
    ...{ RequestType, ResourceType: OWN_RANGES, ResponseURL: 'https://cloudformation.invalid/answer' },
    ...{ StackId: 's', RequestId: 'r', LogicalResourceId: 'Ranges', PhysicalResourceId: 'fail2edge-own-ranges' },
    ResourceProperties: { ServiceToken: 't', code: 'c' },
  }) as unknown as CloudFormationCustomResourceEvent;

function aHandler(failed: ReadonlyMap<RangeSource, Error> = new Map()) {
  const answers: { Status: string; PhysicalResourceId: string }[] = [];
  const reports: OwnRangesReport[] = [];
  const handler = protectHandler({
    refresh: async () => ({ ranges: {}, changed: true, failed }),
    onReport: (report) => reports.push(report),
    answer: async (_url, body) => void answers.push(JSON.parse(body)),
  });
  return { handler, answers, reports };
}

const SILENT = new Map<RangeSource, Error>([['vpcs', new Error('UnauthorizedOperation')]]);

describe('the protect function', () => {
  it('looks by the hour, and fails by the name of the source that did not answer, so that the alarm sees it', async () => {
    const good = aHandler();
    await good.handler(HOUR);
    expect(good.reports).toHaveLength(1);
    await expect(aHandler(SILENT).handler(HOUR)).rejects.toThrow('not looked up: vpcs: UnauthorizedOperation');
  });

  it.each(['Create', 'Update'] as const)(
    'looks at deploy (%s), which a silent source does not stop',
    async (request) => {
      const { handler, answers, reports } = aHandler(SILENT);
      await handler(deploy(request));
      expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'fail2edge-own-ranges' }]);
      expect(reports).toHaveLength(1);
    },
  );

  it('has nothing to do when the stack goes', async () => {
    const { handler, answers, reports } = aHandler();
    await handler(deploy('Delete'));
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(reports).toEqual([]);
  });
});
