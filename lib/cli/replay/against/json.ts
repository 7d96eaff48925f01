import type { JailSetting } from '../../../config/settings';
import { settingLines } from '../../../config/settings';
import type { JsonWriter } from '../json-writer';
import type { ReplayedBan } from '../outcome';
import type { Played } from '../play';
import { summaryOf } from '../summary';
import { advise } from './advise';
import type { Comparison } from './compare';
import type { LineChanges } from './lines';

export interface AgainstJson {
  readonly before: Played;
  readonly after: Played;
  readonly comparison: Comparison;
  readonly settings: readonly JailSetting[];
  readonly unseen: readonly string[];
  readonly changes: LineChanges | undefined;
}

/**
 * `gained`, `lost`, `login` and `line` (read differently, at most 1,000), an object a line; last the summary of the changed configuration, with what was compared.
 * Times are seconds since the epoch.
 */
export function againstJson(
  { before, after, comparison, settings, unseen, changes }: AgainstJson,
  out: JsonWriter,
): void {
  for (const ban of comparison.gained) out.write(banJson('gained', ban));
  for (const ban of comparison.lost) out.write(banJson('lost', ban));
  for (const { login, jail, ip, banned, logins, under } of comparison.loggedIn) {
    const { time, user, file, line } = login;
    const where = { file: after.prepared.files[file]?.file ?? '', line };
    out.write({ event: 'login', time, jail, ip, banned, user, logins, under, ...where });
  }
  for (const { line, before: was, after: is } of changes?.shown ?? []) {
    const where = { file: after.prepared.files[line.file]?.file ?? '', line: line.line };
    out.write({ event: 'line', time: line.time, ...where, before: was, after: is });
  }
  const { change, why } = advise(comparison);
  out.write({
    ...summaryOf(after),
    against: {
      settings,
      ...{ before: comparison.before, after: comparison.after },
      ...{ gained: comparison.gained.length, lost: comparison.lost.length, kept: comparison.kept },
      ...{ sooner: comparison.sooner, later: comparison.later, loginsNotSeen: unseen },
      ...(changes ? { lines: { alike: changes.alike, differ: changes.differ } } : {}),
      recommended: { change, why, jailLocal: settingLines(settings) },
      summary: summaryOf(before),
    },
  });
  out.flush();
}

const banJson = (event: 'gained' | 'lost', { ban, until }: ReplayedBan) => {
  const { time, jail, ip, failures } = ban;
  return { event, time, jail, ip, failures, until };
};
