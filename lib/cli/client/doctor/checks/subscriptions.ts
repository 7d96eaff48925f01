import { subscriptionPattern } from '../../../../config/subscription/pattern';
import { type WatchedLogGroup, watchedLogGroups } from '../../../../core/subscription';
import type { DoctorAws } from '../aws';
import { type Check, type Finding, fail, ok, onAws, warn } from '../check';

const DEPLOY = 'npx cdk deploy';

export const subscriptionsCheck: Check = {
  name: 'subscriptions',
  summary: 'every log group exists and delivers to this deployment what its jails need',
  run: onAws(async (aws, { ruleset, stack }) =>
    Promise.all(watchedLogGroups(ruleset.jails).map((group) => oneGroup(aws, group, stack))),
  ),
};

async function oneGroup(aws: DoctorAws, { name, jails }: WatchedLogGroup, stack: string): Promise<Finding> {
  const subscriptions = await aws.subscriptions(name);
  const readers = jails.map((jail) => jail.name).join(', ');
  if (!subscriptions)
    return fail(`${name}: there is no such log group (${readers})`, `make it, or correct loggroup; ${DEPLOY}`);
  const ours = subscriptions.find((subscription) => subscription.name === stack);
  if (!ours) return fail(`${name}: not subscribed, no line comes to ${readers}`, DEPLOY);
  const needed = subscriptionPattern(jails);
  const pattern = needed.kind === 'pattern' ? needed.pattern : '';
  if (ours.pattern === '' || ours.pattern === pattern) return ok(`${name}: delivered to ${readers}`);
  return warn(`${name}: subscribed with another pattern than these jails need`, DEPLOY);
}
