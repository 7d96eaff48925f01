import type { DoctorAws } from '../aws';
import { type Check, type Finding, fail, ok, onAws } from '../check';
import { type Sampled, sampled } from '../needed';

export const patternsCheck: Check = {
  name: 'patterns',
  summary: 'CloudWatch Logs takes each filter pattern, and it lets through every failure of the last hour',
  run: onAws(async (aws, examined) => Promise.all((await sampled(examined)).map((group) => onePattern(aws, group)))),
};

/** TestMetricFilter wants at least one message. */
const ANY = 'a line';

async function onePattern(aws: DoctorAws, { name, pattern, failures, samples }: Sampled): Promise<Finding> {
  if (pattern === undefined) return ok(`${name}: every line is delivered`);
  const messages = failures.map(({ message }) => message);
  const passed = await aws.testPattern(pattern, messages.length > 0 ? messages : [ANY]);
  if (!passed) {
    return fail(
      `${name}: CloudWatch Logs does not take its pattern`,
      'deploy with -c subscriptionPattern=all and tell us',
    );
  }
  const lost = messages.filter((_, index) => !passed.has(index));
  if (lost.length > 0) {
    const what = `${name}: the pattern holds back ${lost.length} of ${messages.length} failures, such as: ${lost[0]}`;
    return fail(what, 'deploy with -c subscriptionPattern=all and tell us');
  }
  const seen =
    messages.length === 0 ? `no failure among the last ${samples.length} lines` : `${messages.length} failures pass`;
  return ok(`${name}: ${seen}`);
}
