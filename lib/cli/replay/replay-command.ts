import { type JailSetting, readSetting } from '../../config/settings';
import { type ConfigTree, openTree } from '../../config/tree';
import { visible } from '../../core/visible';
import { EXIT, type Io, UsageError } from '../io';
import { bold, dim } from '../print/colour';
import { timesIn } from '../print/time';
import { playAgainst } from './against/against';
import { parseReplayArgs, REPLAY_HELP, type ReplayOptions } from './args';
import { toReplayEvent } from './events';
import { givenAgain, givenFiles } from './given-files';
import { jsonWriter } from './json-writer';
import { openLogs } from './open-logs';
import { pageMaker } from './page-maker';
import { type Look, reportForPeople } from './people';
import { play } from './play';
import { allWatched, prepare } from './prepare';
import { accountSaver } from './save';
import { fileSources, type ReplaySource } from './source';
import { summaryOf } from './summary';
import type { TimeContext } from './timed-lines';
import { watchProgress } from './watch-progress';

/** `fail2edge replay`. @throws UsageError, ConfigurationError */
export async function replayCommand(args: readonly string[], io: Io): Promise<number> {
  const options = parseReplayArgs(args, io.now());
  if (options.help) {
    io.stdout(REPLAY_HELP);
    return EXIT.done;
  }
  if (options.files.length === 0 && !options.logs) {
    throw new UsageError(`fail2edge replay: no FILE given\n\n${REPLAY_HELP}`);
  }
  await opened(options, io, options.against ? playAgainst : playOnce);
  return EXIT.done;
}

/** Opens what is to be read, and closes it again. */
async function opened(options: ReplayOptions, io: Io, playIt: (replay: Replay) => Promise<void>): Promise<void> {
  const tree = openTree(options.config);
  const settings = options.set.map((text) => settingOf(tree, text));
  const given = givenFiles(options.files);
  const files = fileSources(given);
  for (const again of givenAgain(given)) io.stderr(`${visible(again)}\n`);
  const logs = options.logs && (await openLogs(options.logs, options.against));
  const look: Look = {
    ...{ times: timesIn(options.zone), width: io.columns ?? Number.POSITIVE_INFINITY },
    ...{ bold: bold(io), dim: dim(io) },
  };
  const context = { zone: options.zone, now: options.now ?? io.now() };
  try {
    await playIt({ options, io, tree, settings, sources: [...files, ...(logs?.sources ?? [])], context, look });
    if (logs) io.stderr(`${logs.told(look.times)}\n`);
  } catch (error) {
    throw logs ? logs.inWords(error) : error;
  } finally {
    logs?.close();
  }
}

/** What was asked for, read. */
export interface Replay {
  readonly options: ReplayOptions;
  readonly io: Io;
  readonly tree: ConfigTree;
  readonly settings: readonly JailSetting[];
  readonly sources: readonly ReplaySource[];
  readonly context: TimeContext;
  readonly look: Look;
}

function settingOf(tree: ConfigTree, text: string): JailSetting {
  const read = readSetting(tree, text);
  if (read.kind === 'mistake') throw new UsageError(read.message);
  return read.setting;
}

async function playOnce({ options, io, tree, settings, sources, context, look }: Replay): Promise<void> {
  const prepared = prepare({ tree, settings, sources, jail: options.jail });
  if (!options.json) for (const notice of prepared.notices) io.stderr(`${notice}\n`);
  allWatched([prepared]);
  const out = jsonWriter(io);
  const progress = watchProgress(io, sources);
  const page = pageMaker(options.html, prepared);
  const saver = options.save === undefined ? undefined : accountSaver(options.save, prepared);
  const played = await play(prepared, context, {
    onLines: (lines) => {
      progress.took(lines);
      saver?.onLines(lines);
    },
    onVerdicts: page?.onVerdicts,
    onEvent: (event) => {
      page?.onEvent(event);
      saver?.onEvent(event);
      if (options.json) out.write(toReplayEvent(event, prepared.files));
    },
  });
  progress.end();
  if (!options.json) io.stdout(reportForPeople(played, look));
  else out.write(summaryOf(played));
  out.flush();
  await saver?.save(await played.state());
  page?.write(played, { settings, io, look });
}
