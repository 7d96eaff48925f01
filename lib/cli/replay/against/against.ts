import type { Jail } from '../../../core/ruleset';
import { jsonWriter } from '../json-writer';
import { pageMaker } from '../page-maker';
import { play, type Watching } from '../play';
import { allWatched, type Prepared, prepare } from '../prepare';
import type { Replay } from '../replay-command';
import { watchProgress } from '../watch-progress';
import { compare } from './compare';
import { comparedPart } from './compared';
import { againstJson } from './json';
import { compareLines } from './lines';
import { createLogins } from './logins';
import { againstForPeople } from './people';

/** `replay --set ... --against`: the log under the configuration as it is, then with the changes. */
export async function playAgainst({ options, io, tree, settings, sources, context, look }: Replay): Promise<void> {
  const present = prepare({ tree, settings: [], sources, jail: options.jail });
  const changed = prepare({ tree, settings, sources, jail: options.jail });
  if (!options.json) for (const notice of changed.notices) io.stderr(`${notice}\n`);
  allWatched([present, changed]);
  const logins = createLogins(tree, watchersOf([present, changed]));
  const page = pageMaker(options.html, changed);
  const lines = compareLines(settings);
  const played = async (prepared: Prepared, label: string, takes: boolean, onEvent?: Watching['onEvent']) => {
    const progress = watchProgress(io, sources, label);
    const shown = prepared === changed ? page : undefined;
    const result = await play(prepared, context, {
      onLines: (window) => {
        progress.took(window);
        if (takes) logins.take(window);
        if (prepared === changed) lines?.takeLines(window);
      },
      onEvent: (event) => {
        shown?.onEvent?.(event);
        onEvent?.(event);
      },
      onVerdicts: shown?.onVerdicts,
    });
    progress.end();
    return result;
  };
  const read = (one: Prepared) => one.files.filter(({ jails }) => jails.length > 0).length;
  const first = read(present) > read(changed);
  const before = await played(present, 'as it is', first, lines?.takeBefore);
  const after = await played(changed, 'changed', !first, lines?.takeAfter);
  const changes = lines?.changes();
  const comparison = { ...compare(before, after, logins), lines: changes };
  const { unseen } = logins;
  if (options.json) againstJson({ before, after, comparison, settings, unseen, changes }, jsonWriter(io));
  else
    io.stdout(againstForPeople({ before, after, comparison, changes, settings, unseen, config: options.config, look }));
  page?.write(after, { settings, io, look, compared: comparedPart({ before, after, comparison, settings }) });
}

/** Jails of each source, under any of the configurations. */
function watchersOf(configurations: readonly Prepared[]): readonly (readonly Jail[])[] {
  const [first] = configurations;
  return (first?.sources ?? []).map((_, index) =>
    configurations.flatMap(({ files, ruleset }) =>
      ruleset.jails.filter(({ name }) => files[index]?.jails.includes(name) === true),
    ),
  );
}
