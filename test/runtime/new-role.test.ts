import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { EdgeApiError } from '../../lib/edges/api-error';
import { answerCustomResource } from '../../lib/runtime/custom-resource';
import { withNewRole, withNewRoles } from '../../lib/runtime/new-role';
import { AwsError } from '../fakes/aws/cloud';

/** Fails with these errors, one after the other, then does its work. */
function failing(...errors: readonly Error[]) {
  const waits: number[] = [];
  let calls = 0;
  const work = async () => {
    const error = errors[calls++];
    if (error) throw error;
    return 'done';
  };
  const sleep = async (seconds: number) => void waits.push(seconds);
  return { work, sleep, waits };
}

const denied = new AwsError(
  'AccessDeniedException',
  'User: setup is not authorized to perform: wafv2:CreateIPSet',
  403,
);

describe('a role that was made just now', () => {
  it('is denied for a while: the work is begun again until it is known', async () => {
    const unauthorized = new EdgeApiError('denied', 'DescribeNetworkAcls', 'UnauthorizedOperation: You are not');
    const edge = new AggregateError([unauthorized], `failed: aws-nacl: ${unauthorized.message}`);
    const { work, sleep, waits } = failing(denied, edge);
    expect(await withNewRole(work, sleep)).toBe('done');
    expect(waits).toEqual([5, 5]);
  });

  it('is given a minute, then it is really denied', async () => {
    const { work, sleep, waits } = failing(...Array<Error>(100).fill(denied));
    await expect(withNewRole(work, sleep)).rejects.toBe(denied);
    expect(waits.reduce((sum, seconds) => sum + seconds)).toBe(60);
  });

  it('is given no more time than there is', async () => {
    const { work, sleep, waits } = failing(...Array<Error>(100).fill(denied));
    await expect(withNewRole(work, sleep, () => waits.length < 3)).rejects.toBe(denied);
    expect(waits).toEqual([5, 5, 5]);
  });

  it('excuses nothing else', async () => {
    const duplicate = new AwsError('WAFDuplicateItemException', 'exists');
    const { work, sleep, waits } = failing(duplicate);
    await expect(withNewRole(work, sleep)).rejects.toBe(duplicate);
    expect(waits).toEqual([]);
  });

  it('makes what CloudFormation asked for in the end', async () => {
    const { work, sleep, waits } = failing(denied);
    const event = { RequestType: 'Create', ResourceType: 'Custom::Thing', ResourceProperties: {} };
    const provider = {
      create: async () => ({ physicalId: await work() }),
      update: async () => ({ physicalId: '' }),
      delete: async () => undefined,
    };
    const answers: string[] = [];
    const answer = async (_: string, body: string) => void answers.push(body);
    const providers = { 'Custom::Thing': withNewRoles(provider, sleep) };
    await answerCustomResource(event as CloudFormationCustomResourceEvent, providers, { answer, remaining: () => 900 });
    expect(answers.map((body) => JSON.parse(body))).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'done' }]);
    expect(waits).toEqual([5]);
  });
});
