import type { JailScope } from './jail-scope';
import { listOf } from './jail-values';

/** A jail's `logpath`, without the ` head` or ` tail` fail2ban allows after a path. */
export const logPathsOf = (jail: JailScope): readonly string[] =>
  listOf(jail, 'logpath').map((path) => path.replace(/\s+(?:head|tail)$/, ''));

/**
 * The log groups a jail reads: `loggroup`, or where that is not set the groups the CloudWatch agent makes when each group
 * bears the path of its file. A `*` in a path stands for the plain name: `/var/log/nginx/*error.log` is read from
 * `/var/log/nginx/error.log`.
 */
export function logGroupsOf(jail: JailScope, logpath: readonly string[]): readonly string[] {
  if (jail.setting('loggroup')?.text) {
    const groups = listOf(jail, 'loggroup');
    const wrong = groups.find((group) => !GROUP_NAME.test(group));
    const place = jail.setting('loggroup')?.place ?? jail.place;
    if (wrong !== undefined) jail.fail(place, `loggroup: '${wrong}' is no log group`, 'letters, digits and . - _ / #');
    return groups;
  }
  const groups = logpath.map((path) => path.replaceAll('*', '')).filter((path) => GROUP_NAME.test(path));
  const taken = groups.length > 0 ? `reads ${groups.join(', ')}` : 'reads no log group';
  jail.note(jail.place, `jail ${jail.name} sets no loggroup and ${taken}`, 'loggroup = NAME, one a line');
  return [...new Set(groups)];
}

/** CloudWatch Logs' CreateLogGroup: 1 to 512 characters of this alphabet. */
const GROUP_NAME = /^[\w./#-]{1,512}$/;
