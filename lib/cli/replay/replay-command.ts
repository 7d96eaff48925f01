import { type JailSetting, readSetting } from '../../config/settings';
import { type ConfigTree, openTree } from '../../config/tree';
import { EXIT, type Io, UsageError } from '../io';
import { bold, dim } from '../print/colour';
import { timesIn } from '../print/time';
import { playAgainst } from './against/against';
import { parseReplayArgs, REPLAY_HELP, type ReplayOptions } from './args';
import { toReplayEvent } from './events';
import { jsonWriter } from './json-writer';
import { type Look, reportForPeople } from './people';
import { play } from './play';
import { allWatched, prepare } from './prepare';
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
  const tree = openTree(options.config);
  const replay: Replay = {
    ...{ options, io, tree },
    settings: options.set.map((text) => settingOf(tree, text)),
    sources: fileSources(options.files),
    context: { zone: options.zone, now: options.now ?? io.now() },
    look: {
      ...{ times: timesIn(options.zone), width: io.columns ?? Number.POSITIVE_INFINITY },
      ...{ bold: bold(io), dim: dim(io) },
    },
  };
  await (options.against ? playAgainst(replay) : playOnce(replay));
  return EXIT.done;
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
  const played = await play(prepared, context, {
    onLines: progress.took,
    onEvent: (event) => {
      if (options.json) out.write(toReplayEvent(event, prepared.files));
    },
  });
  progress.end();
  if (!options.json) io.stdout(reportForPeople(played, look));
  else out.write(summaryOf(played));
  out.flush();
}
