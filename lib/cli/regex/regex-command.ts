import { ConfigurationError } from '../../config/problem';
import type { LogLine } from '../../core/record';
import { harmless } from '../../core/visible';
import { createMatcher, createStreamState } from '../../detect/matcher';
import { EXIT, type Io, UsageError } from '../io';
import { jsonLine } from './json';
import { parseOptions, type RegexOptions, USAGE } from './options';
import { outFormat } from './out';
import { printable } from './printable';
import { report } from './report';
import { type Subject, subjectOf } from './subject';
import { createTally } from './tally';

export interface RegexIo extends Pick<Io, 'stdout' | 'stderr' | 'now'> {
  /** The lines of a file, or of standard input for `-`, some at a time; undefined: there is no such file. */
  readonly readFile: (path: string) => AsyncIterable<readonly string[]> | undefined;
}

/**
 * `fail2edge regex`: tests a filter, a jail or an expression on a log.
 * @returns the exit code: 0 done, also when nothing matched; 255 bad use or bad configuration.
 */
export async function regexCommand(args: readonly string[], io: RegexIo): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options === 'help') {
      io.stdout(USAGE);
      return EXIT.done;
    }
    await run(options, subjectOf(options), io);
    return EXIT.done;
  } catch (failure) {
    if (!(failure instanceof UsageError) && !(failure instanceof ConfigurationError)) throw failure;
    io.stderr(`${harmless(failure.message)}\n${failure instanceof UsageError ? USAGE : ''}`);
    return EXIT.badUse;
  }
}

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Takes each line with its verdict; what it returns is printed. */
type Sink = (line: LogLine, verdict: ReturnType<ReturnType<typeof createMatcher>['match']>) => string;

async function run(options: RegexOptions, subject: Subject, io: RegexIo): Promise<void> {
  const now = options.now ?? io.now();
  const zone = options.tz ?? localZone();
  const { rules, usedns, logtimezone } = subject;
  const timeRule = { kind: 'file', zone, now } as const;
  const matcher = createMatcher(rules, { usedns, logtimezone, timeRule, ambiguity: 'keep' });
  const state = createStreamState();
  const tally = createTally(rules, options);
  const sink = sinkOf(options, tally.add);
  const reported = !options.json && options.out === null;
  const skipped = (text: string) => !options.json && (text === '' || text.startsWith('#'));
  if (reported) io.stdout(heading(options, subject));
  for await (const texts of linesOf(options, io)) {
    const lines = texts.filter((text) => !skipped(text)).map((text) => ({ text, timestamp: now, fields: null }));
    io.stdout(lines.map((line) => sink(line, matcher.match(line, state))).join(''));
  }
  if (reported) io.stdout(`${report(rules, tally, { ...options, zone: logtimezone ?? zone }).join('\n')}\n`);
}

/** fail2ban-regex skips empty lines and comments of LOG; with `--json` every line is answered. */
function sinkOf(options: RegexOptions, count: (...line: Parameters<Sink>) => void): Sink {
  if (options.json) {
    let number = 0;
    return (_line, verdict) => jsonLine(++number, verdict);
  }
  if (options.out === null) {
    return (...line) => {
      count(...line);
      return '';
    };
  }
  const format = outFormat(options.out);
  return ({ text }, verdict) => {
    if (options.invert) return verdict.kind === 'missed' ? `${printable(text)}\n` : '';
    return verdict.kind === 'failure'
      ? format(verdict.finding)
          .map((line) => `${line}\n`)
          .join('')
      : '';
  };
}

function linesOf({ log }: RegexOptions, io: RegexIo): AsyncIterable<readonly string[]> | Iterable<readonly string[]> {
  return io.readFile(log) ?? [log.replace(/\n$/, '').split('\n')];
}

function heading({ log, datepattern, maxlines }: RegexOptions, { label }: Subject): string {
  const lines = ['', 'Running tests', '=============', '', `Use   ${printable(label)}`];
  if (datepattern !== null) lines.push(`Use   datepattern : ${printable(datepattern)}`);
  if (maxlines !== null) lines.push(`Use   maxlines : ${maxlines}`);
  lines.push(`Use   log : ${printable(log.length > 200 ? `${log.slice(0, 200)}...` : log)}`, '');
  return `${lines.join('\n')}\n`;
}
