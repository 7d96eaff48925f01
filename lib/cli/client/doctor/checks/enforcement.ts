import type { LookedEdge } from '../../edges/look';
import { type Check, type Finding, fail, ok, warn } from '../check';

export const enforcementCheck: Check = {
  name: 'edges',
  summary: 'every edge can be read and holds the bans it has room for',
  run: async ({ edges }) => {
    const looked = await edges();
    if (looked.length === 0)
      return [warn('no jail closes an edge', 'give a jail a banaction such as aws-nacl or aws-waf')];
    return looked.map(judged);
  },
};

function judged({ config, mode, report, waiting }: LookedEdge): Finding {
  const { name } = config;
  const missing = waiting.filter(({ fits }) => fits).length;
  if (mode === 'dry-run')
    return warn(`${name}: mode is dry-run, nothing is closed`, `take mode=dry-run out of its action`);
  if (missing > 0) {
    const what = `${name}: ${missing} bans are not there, though there is room`;
    return fail(what, 'wait a minute; if they are still missing look at the alarm enforce-errors: docs/operations.md');
  }
  return ok(`${name}: ${report.held.length} ${report.held.length === 1 ? 'ban' : 'bans'} held`);
}
