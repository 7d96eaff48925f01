import { LONGEST_EVENT, type LogBatch } from '../../core/record';
import type { Seconds } from '../../core/ruleset';
import type { EmbeddedAccount } from '../../local/account';
import type { TimedLine } from './merge';
import { MOST_LINES, MOST_TEXT, type Run, runsOf, WINDOW } from './windows';

export interface Totals {
  readonly lines: number;
  readonly matched: number;
  readonly ignored: number;
  readonly missed: number;
  readonly first: Seconds | undefined;
  /** The clock at the end. */
  readonly clock: Seconds | undefined;
}

export interface ReplayInput {
  readonly lines: AsyncIterable<readonly TimedLine[]>;
  /** Name of each file's log group. */
  readonly logGroups: readonly string[];
  /** Order group of each file. */
  readonly groups: readonly number[];
  /** Called with each window's lines before they are delivered. */
  readonly onWindow: (lines: readonly TimedLine[]) => void;
  /** Called with the lines of each payload before it is delivered. */
  readonly onPayload?: ((lines: readonly TimedLine[]) => void) | undefined;
}

/**
 * Feeds merged lines to an account, window by window. The clock is the greatest time seen and never goes back; before a
 * line that is later than a ban's end, that ban is lifted.
 */
export async function run(account: EmbeddedAccount, input: ReplayInput): Promise<Totals> {
  const state: Running = { account, input, window: [], text: 0, clock: undefined, first: undefined, counts: zero() };
  for await (const chunk of input.lines) {
    for (const line of chunk) {
      if (closes(state, line)) await flush(state);
      push(state, line);
    }
  }
  await flush(state);
  if (state.clock !== undefined) await account.tick(state.clock);
  return { ...state.counts, first: state.first, clock: state.clock };
}

/** A line with the clock when it arrives. */
interface Clocked extends TimedLine {
  readonly clock: Seconds;
}

interface Running {
  readonly account: EmbeddedAccount;
  readonly input: ReplayInput;
  window: Clocked[];
  /** Length of the window's texts. */
  text: number;
  clock: Seconds | undefined;
  first: Seconds | undefined;
  readonly counts: { lines: number; matched: number; ignored: number; missed: number };
}

const zero = () => ({ lines: 0, matched: 0, ignored: 0, missed: 0 });

function closes({ window, text, account }: Running, line: TimedLine): boolean {
  const [first] = window;
  if (!first) return false;
  if (window.length >= MOST_LINES || text + line.text.length > MOST_TEXT) return true;
  return line.time > account.nextDue || line.time > first.clock + WINDOW;
}

function push(state: Running, line: TimedLine): void {
  state.first = Math.min(state.first ?? line.time, line.time);
  state.clock = Math.max(state.clock ?? line.time, line.time);
  const text = line.text.length > LONGEST_EVENT ? line.text.slice(0, LONGEST_EVENT) : line.text;
  state.text += text.length;
  state.window.push({ ...line, text, clock: state.clock });
}

async function flush(state: Running): Promise<void> {
  const { account, input, window } = state;
  const [first] = window;
  if (!first) return;
  state.window = [];
  state.text = 0;
  input.onWindow(window);
  await account.tick(first.clock);
  for (const lines of runsOf(window, input.groups)) {
    const batch = batchOf(lines, input.logGroups);
    input.onPayload?.(lines);
    const counts = await account.deliver(
      batch,
      lines.map(({ clock }) => clock),
    );
    state.counts.lines += lines.length;
    state.counts.matched += counts.matched;
    state.counts.ignored += counts.ignored;
    state.counts.missed += counts.missed;
  }
  await account.settle();
}

/** The account number every replay plays on. */
export const REPLAY_ACCOUNT = '000000000000';

function batchOf(lines: Run<TimedLine>, logGroups: readonly string[]): LogBatch {
  const file = lines[0]?.file as number;
  return {
    owner: REPLAY_ACCOUNT,
    logGroup: logGroups[file] as string,
    // Each file stands for a host.
    logStream: lines[0]?.stream ?? (logGroups[file] as string),
    records: lines.map((line) => ({
      id: eventIdOf(line),
      timestamp: Math.round(line.time * 1000),
      message: line.text,
    })),
  };
}

/** A log event's id is its file and line. */
export const eventIdOf = ({ file, line }: Pick<TimedLine, 'file' | 'line'>): string => `${file}:${line}`;
