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
    OldResourceProperties: { ServiceToken: 't', code: 'b' },
  }) as unknown as CloudFormationCustomResourceEvent;

const IN_TIME = { getRemainingTimeInMillis: () => 100_000 };
const denied = (): Error => Object.assign(new Error('You are not authorized'), { name: 'UnauthorizedOperation' });
const SILENT = new Map<RangeSource, Error>([['vpcs', new Error('RequestLimitExceeded')]]);
const DENIED = new Map<RangeSource, Error>([['vpcs', denied()]]);

/** @param failed what each look in turn does not get; the last for ever */
function aHandler(...failed: readonly ReadonlyMap<RangeSource, Error>[]) {
  const slept: number[] = [];
  const answers: { Status: string; PhysicalResourceId: string }[] = [];
  const reports: OwnRangesReport[] = [];
  const handler = protectHandler({
    refresh: async () => ({
      ranges: {},
      changed: true,
      failed: failed[Math.min(reports.length, failed.length - 1)] ?? new Map(),
    }),
    sleep: async (seconds) => slept.push(seconds),
    onReport: (report) => reports.push(report),
    answer: async (_url, body) => void answers.push(JSON.parse(body)),
  });
  return { handler: (event: Parameters<typeof handler>[0]) => handler(event, IN_TIME), answers, reports, slept };
}

describe('the protect function', () => {
  it('looks by the hour, and fails by the name of the source that did not answer, so that the alarm sees it', async () => {
    const good = aHandler();
    await good.handler(HOUR);
    expect(good.reports).toHaveLength(1);
    await expect(aHandler(SILENT).handler(HOUR)).rejects.toThrow('not looked up: vpcs: Error: RequestLimitExceeded');
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

  it('waits at deploy for a new role to be let in, a minute at most', async () => {
    const soon = aHandler(DENIED, DENIED, new Map());
    await soon.handler(deploy('Create'));
    expect([soon.reports.length, soon.slept, soon.answers[0]?.Status]).toEqual([3, [5, 5], 'SUCCESS']);
    const never = aHandler(DENIED);
    await never.handler(deploy('Create'));
    expect([never.slept.length * 5, never.answers[0]?.Status]).toEqual([60, 'SUCCESS']);
  });

  it('fails the deploy after that minute, and no later, when it may not write what it found', async () => {
    const answers: { Status: string; Reason: string }[] = [];
    const slept: number[] = [];
    const handler = protectHandler({
      refresh: () => Promise.reject(denied()),
      sleep: async (seconds) => slept.push(seconds),
      onReport: () => undefined,
      answer: async (_url, body) => void answers.push(JSON.parse(body)),
    });
    await handler(deploy('Create'), IN_TIME);
    expect([slept.length * 5, answers]).toMatchObject([60, [{ Status: 'FAILED', Reason: 'You are not authorized' }]]);
  });

  it('looks no more when there is no time for it: what slow sources say comes with the next hour', async () => {
    const answers: { Status: string }[] = [];
    let left = 120;
    const handler = protectHandler({
      refresh: async () => {
        left -= 30;
        return { ranges: {}, changed: false, failed: DENIED };
      },
      sleep: async (seconds) => {
        left -= seconds;
      },
      onReport: () => undefined,
      answer: async (_url, body) => void answers.push(JSON.parse(body)),
    });
    await handler(deploy('Create'), { getRemainingTimeInMillis: () => left * 1000 });
    expect([answers[0]?.Status, left > 0]).toEqual(['SUCCESS', true]);
  });

  it('has nothing to do when the stack goes', async () => {
    const { handler, answers, reports } = aHandler();
    await handler(deploy('Delete'));
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(reports).toEqual([]);
  });
});
