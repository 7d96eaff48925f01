import { statSync } from 'node:fs';
import { createEmbeddedAccount } from '../../local/account';
import type { PrintedMail } from '../../local/mail/mail-printer';
import { EXIT, type Io, UsageError } from '../io';
import { bold, dim } from '../print/colour';
import { createProgress } from '../print/progress';
import { timesIn } from '../print/time';
import { logFile } from '../read-lines';
import { parseReplayArgs, REPLAY_HELP, type ReplayOptions } from './args';
import { toReplayEvent } from './events';
import { mergeByTime, type TimedLine } from './merge';
import { collectOutcome } from './outcome';
import { reportForPeople } from './people';
import { type Prepared, prepare } from './prepare';
import { REPLAY_ACCOUNT, run } from './run';
import { timedLines } from './timed-lines';
import { orderGroups } from './windows';

/** `fail2edge replay`. @throws UsageError, ConfigurationError */
export async function replayCommand(args: readonly string[], io: Io): Promise<number> {
  const options = parseReplayArgs(args);
  if (options.help) {
    io.stdout(REPLAY_HELP);
    return EXIT.done;
  }
  if (options.files.length === 0) throw new UsageError(`fail2edge replay: no FILE given\n\n${REPLAY_HELP}`);
  await replay(prepare(options, io), options, io);
  return EXIT.done;
}

async function replay(prepared: Prepared, options: ReplayOptions, io: Io): Promise<void> {
  const { ruleset, edges, files } = prepared;
  const outcome = collectOutcome();
  const mails: PrintedMail[] = [];
  const out = jsonWriter(io);
  const account = createEmbeddedAccount({
    ...{ ruleset, edges, owner: REPLAY_ACCOUNT },
    onEvent: (event) => {
      outcome.take(event);
      if (options.json) out.write(toReplayEvent(event, files));
    },
    onMail: (mail) => mails.push(mail),
  });
  const progress = watchProgress(io, options.files);
  const totals = await run(account, {
    lines: mergedLines(prepared, options, io),
    logGroups: prepared.logGroups,
    groups: orderGroups(files, ruleset),
    onWindow: (lines) => {
      progress.took(lines);
      outcome.window(lines);
    },
  });
  progress.end();
  const { edgeReports } = account;
  if (!options.json) {
    const report = { files, jails: ruleset.jails, totals, outcome, edges: edgeReports, mails };
    const width = io.columns ?? Number.POSITIVE_INFINITY;
    io.stdout(reportForPeople({ ...report, times: timesIn(options.zone), width, bold: bold(io), dim: dim(io) }));
    return;
  }
  const { lines, matched, ignored, missed } = totals;
  const counts = { lines, matched, ignored, missed, bans: outcome.bans.length, unbans: outcome.unbans };
  const held = Object.fromEntries(ruleset.edges.map(({ name }) => [name, edgeReports.get(name)?.held ?? []]));
  out.write({ event: 'summary', ...counts, banned: outcome.banned, edges: held });
  out.flush();
}

function mergedLines({ files, ruleset }: Prepared, { zone, now }: ReplayOptions, io: Io) {
  const context = { zone, now: now ?? io.now() };
  const sources = files.map(({ file, jails }, index) => {
    const lines = logFile(file);
    if (!lines) throw new UsageError(`fail2edge replay: there is no file ${JSON.stringify(file)}`);
    const watching = ruleset.jails.filter(({ name }) => jails.includes(name));
    return timedLines(index, lines, watching, context);
  });
  return mergeByTime(sources);
}

/** Progress by the bytes of plain files; of a pipe or a compressed file the whole is not known. */
function watchProgress(io: Io, files: readonly string[]) {
  const plain = files.every((file) => file !== '-' && !file.endsWith('.gz'));
  const progress = createProgress(io, plain ? files.reduce((sum, file) => sum + statSync(file).size, 0) : 0);
  let count = 0;
  let bytes = 0;
  return {
    took: (lines: readonly TimedLine[]) => {
      count += lines.length;
      for (const { text } of lines) bytes += text.length + 1;
      progress.update(count, bytes);
    },
    end: progress.end,
  };
}

/** Objects a line each, written some thousand at a time. */
function jsonWriter(io: Io) {
  let waiting: string[] = [];
  const flush = () => {
    if (waiting.length > 0) io.stdout(`${waiting.join('\n')}\n`);
    waiting = [];
  };
  return {
    write: (value: object) => {
      waiting.push(JSON.stringify(value));
      if (waiting.length >= 1000) flush();
    },
    flush,
  };
}
