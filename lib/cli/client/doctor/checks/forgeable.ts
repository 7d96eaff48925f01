import { forgeableJails } from '../../../../core/forgeable';
import { type Check, ok, warn } from '../check';

export const forgeableCheck: Check = {
  name: 'forgeable',
  summary: 'no client can write whole lines into a log',
  run: async ({ ruleset }) => {
    const found = forgeableJails(ruleset).map(({ jail, logs, why, instead }) =>
      warn(`jail ${jail} reads ${logs.join(' ')}: ${why}`, instead),
    );
    return found.length > 0 ? found : [ok('of no log it is known')];
  },
};
