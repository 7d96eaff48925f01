import type { Seconds } from '../../../../core/ruleset';
import { duration } from '../../../print/time';
import { type Check, type Finding, fail, ok, onAws } from '../check';

/** The minute's function compares every edge once an hour, whatever happens. */
const WHOLE_COMPARISON: Seconds = 3600;
const LATE: Seconds = 300;

export const minuteCheck: Check = {
  name: 'minute',
  summary: 'the function that lifts bans runs, and every edge was compared within the hour',
  run: onAws(async (_, { edgeStates, ruleset, clock }) => {
    const each = ruleset.edges.map(async ({ name }): Promise<Finding> => {
      const { comparedAt, requested, applied } = await edgeStates.get(name);
      const age = clock() - comparedAt;
      const look = 'look at the alarms expire-missing and expire-errors: docs/operations.md';
      if (comparedAt === 0) return fail(`${name}: never compared with the table`, look);
      if (age > WHOLE_COMPARISON + LATE) return fail(`${name}: last compared ${duration(age)} ago`, look);
      if (requested > applied && age > LATE)
        return fail(`${name}: asked to look, and did not for ${duration(age)}`, look);
      return ok(`${name}: compared ${duration(Math.max(0, age))} ago`);
    });
    return Promise.all(each);
  }),
};
