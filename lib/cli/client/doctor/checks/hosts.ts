import type { Seconds } from '../../../../core/ruleset';
import { watchedLogGroups } from '../../../../core/subscription';
import { duration } from '../../../print/time';
import type { Stream } from '../aws';
import { type Check, type Finding, fail, ok, onAws, warn } from '../check';

/** A host that says nothing for so long while others of its group speak is asked about. */
const SILENT: Seconds = 86_400;
/** One that is silent for so long is no host any more. */
const GONE: Seconds = 14 * 86_400;
/** Names that are told. */
const TOLD = 5;

export const hostsCheck: Check = {
  name: 'hosts',
  summary: 'every host that sent lines lately still does',
  run: onAws(async (aws, { ruleset, clock }) => {
    const each = watchedLogGroups(ruleset.jails).map(async ({ name }): Promise<readonly Finding[]> => {
      const streams = await aws.streams(name);
      return streams ? [judged(name, streams, clock())] : [];
    });
    return (await Promise.all(each)).flat();
  }),
};

function judged(group: string, streams: readonly Stream[], now: Seconds): Finding {
  const ages = streams.flatMap(({ name, lastEvent }) =>
    lastEvent === undefined ? [] : [{ name, age: now - lastEvent }],
  );
  const known = ages.filter(({ age }) => age < GONE);
  const agent = 'look at the CloudWatch agent on the host';
  if (known.length === 0) return fail(`${group}: no line came for two weeks`, agent);
  const silent = known.filter(({ age }) => age > SILENT);
  if (silent.length === 0)
    return ok(`${group}: ${known.length} ${known.length === 1 ? 'stream speaks' : 'streams speak'}`);
  const names = silent.slice(0, TOLD).map(({ name, age }) => `${name} (${duration(age)})`);
  const more = silent.length > TOLD ? ` and ${silent.length - TOLD} more` : '';
  return warn(`${group}: silent for a day and longer: ${names.join(', ')}${more}`, agent);
}
