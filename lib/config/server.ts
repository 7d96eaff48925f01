import type { Seconds } from '../core/ruleset';
import { boundedDuration } from './duration';
import { optionOf, valueIn } from './interpolate';
import { JAIL_OPTIONS, SERVER_OPTIONS } from './jail-options';
import { type Layers, readLayers } from './layers';
import { didYouMean } from './nearest';
import { attempt, error, type Problem } from './problem';
import type { ConfigTree } from './tree';

const DAY = 86_400;

/**
 * Reads `fail2ban.conf` and what is layered over it. Of its options only `dbpurgeage` matters: how long a finished ban is
 * remembered, for `bancount`, `bantime.increment` and recidive.
 */
export function serverOptions(tree: ConfigTree, problems: Problem[]): Seconds {
  const layers = readLayers(tree, 'fail2ban');
  if (!layers) return DAY;
  problems.push(...layers.problems);
  problems.push(...foreignOptions(layers), ...foreignSections(layers));
  const scope = { layers, section: 'Definition' };
  const text = attempt(problems, () => optionOf(scope, 'dbpurgeage'));
  const place = valueIn(scope, 'dbpurgeage')?.place;
  const seconds = text === undefined ? DAY : boundedDuration(text);
  if (seconds !== undefined && seconds >= 0) return seconds;
  if (place) problems.push(error(place, `dbpurgeage = ${text}`, 'a duration such as 8d'));
  return DAY;
}

/** What the stock file has, and `[Definition]` alone means something. */
const SECTIONS = ['Definition', 'Thread'];

function foreignSections({ sections, places, files }: Layers): readonly Problem[] {
  const foreign = [...sections.keys()].filter((section) => !SECTIONS.includes(section));
  return foreign.map((section) => {
    const place = places.get(section) ?? { file: files[0]?.name ?? '', line: 0 };
    return error(place, `[${section}] has no meaning here`, 'write [Definition]');
  });
}

function foreignOptions(layers: Layers): readonly Problem[] {
  const all = [layers.defaults, ...layers.sections.values()].flatMap((options) => [...options]);
  return all
    .filter(([name]) => !SERVER_OPTIONS.includes(name))
    .map(([name, { place }]) => {
      if (Object.hasOwn(JAIL_OPTIONS, name))
        return error(place, `'${name}' has no effect here`, 'set it in jail.local');
      return error(place, `unknown option '${name}'`, didYouMean(name, SERVER_OPTIONS));
    });
}
