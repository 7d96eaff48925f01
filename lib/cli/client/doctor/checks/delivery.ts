import { ownLogGroup } from '../../../../core/own-log-group';
import { type Check, type Finding, fail, ok, onAws, warn } from '../check';
import { type Sampled, sampled } from '../needed';

/** A line is delivered within seconds; the streams' times are known some minutes later. */
const PATIENCE = 900;

export const deliveryCheck: Check = {
  name: 'delivery',
  summary: 'lines that fail come to the function that detects',
  run: onAws(async (aws, examined) => {
    const own = ownLogGroup(examined.stack, 'detect');
    const [streams, groups] = await Promise.all([aws.streams(own), sampled(examined)]);
    if (!streams) return [fail(`there is no log group ${own}`, 'name the deployment with --stack, or deploy it')];
    const called = Math.max(0, ...streams.map(({ lastEvent = 0 }) => lastEvent));
    return [judged(groups, called, examined.clock())];
  }),
};

function judged(groups: readonly Sampled[], called: number, now: number): Finding {
  const waiting = groups.flatMap(({ name, failures }) =>
    failures.filter(({ time }) => time > called && now - time > PATIENCE).map(() => name),
  );
  if (waiting.length > 0) {
    const names = [...new Set(waiting)].join(', ');
    const what = `${waiting.length} failures of ${names} came after the function was last called`;
    return fail(what, 'look at its subscription and at the alarm detect-errors: docs/operations.md');
  }
  if (called > 0) return ok('the function that detects is called');
  return warn('the function that detects was never called', 'send it a line: fail2edge has nothing to count yet');
}
