import { createDetect } from '../app/detect/detect';
import type { DetectReport } from '../app/detect/ports';
import { createLiveRules } from '../app/run-time/live-rules';
import type { Edge, EdgeReport } from '../core/edge';
import type { AppEvent } from '../core/event';
import type { ChangeStore } from '../core/ports';
import type { LogBatch } from '../core/record';
import type { Ruleset, Seconds } from '../core/ruleset';
import { detectHandler } from '../runtime/detect-handler';
import { type EnforceParts, enforceHandler, expireHandler } from '../runtime/enforce-handlers';
import { reportHandler } from '../runtime/report-handler';
import { tuneV8 } from '../runtime/v8-flags';
import { encodeSubscription } from '../sources/cloudwatch-logs';
import type { PrintedMail } from './mail/mail-printer';
import { createReporting } from './reporting';
import type { AccountState } from './saved-account';
import { createWorld, passEnds, type World } from './world';

export interface EmbeddedAccountOptions {
  readonly ruleset: Ruleset;
  /** The ruleset's edges, opened over the account's own resources. */
  readonly edges: readonly Edge[];
  /** Its account number: payloads of another are refused. */
  readonly owner: string;
  /** What operators changed at run time. @default nothing yet */
  readonly changes?: ChangeStore;
  readonly onEvent: (event: AppEvent) => void;
  readonly onMail: (mail: PrintedMail) => void;
  /** Is told what the jails made of each record of the batch that was delivered. */
  readonly onVerdicts?: ((best: Uint8Array) => void) | undefined;
}

/** An AWS account in memory: the deployed handlers over adapters that pass the same contract suites as those of AWS. */
export interface EmbeddedAccount {
  /** When the next live ban may end; Infinity: none does. */
  readonly nextDue: Seconds;
  /** What each edge came to at its last look. */
  readonly edgeReports: ReadonlyMap<string, EdgeReport>;
  /** Moves the clock; runs `expire` when a ban's end has passed. */
  tick(clock: Seconds): Promise<void>;
  /** Hands a batch to `detect` as a subscription payload; `clocks` is the clock at each of its records. */
  deliver(batch: LogBatch, clocks: readonly Seconds[]): Promise<DetectReport>;
  /** Lets the table's stream reach `enforce` and `report`. */
  settle(): Promise<void>;
  /** What its table holds now. */
  state(): Promise<AccountState>;
}

/** What an invocation may last in the stack. */
const INVOCATION = { getRemainingTimeInMillis: () => 60_000 };

export function createEmbeddedAccount(options: EmbeddedAccountOptions): EmbeddedAccount {
  tuneV8();
  const { ruleset, owner } = options;
  const world = createWorld(options.edges, options.onEvent, options.changes);
  const reporting = createReporting(ruleset, world, options.onMail);
  const detect = detectHandler({
    detect: createDetect(
      { ...detectPorts(world), ...(options.onVerdicts && { onVerdicts: options.onVerdicts }) },
      ruleset,
    ),
    ownAccount: owner,
    onRefused: refuse,
    flush: () => undefined,
  });
  const parts = enforceParts(world, ruleset);
  const enforce = enforceHandler(parts);
  const expire = expireHandler(parts);
  const report = reportHandler(reporting.parts);
  return {
    get nextDue() {
      return world.ends.peek() ?? Number.POSITIVE_INFINITY;
    },
    edgeReports: world.edgeReports,
    tick: async (clock) => {
      world.now = Math.max(world.now, clock);
      if (passEnds(world)) await expire({}, INVOCATION);
    },
    deliver: async (batch, clocks) => {
      // Detect asks when a batch begins, then at each of its records.
      world.clocks = [...clocks].reverse().concat(clocks.slice(0, 1));
      reporting.remember(batch);
      const reply = await detect(encodeSubscription(batch, 'stored'));
      return reply.kind === 'detected' ? reply : refuse(reply.kind);
    },
    settle: async () => {
      const changed = world.bans.drain();
      if (!changed) return;
      await enforce(changed, INVOCATION);
      await report(changed);
    },
    state: async () => ({
      now: world.now,
      bans: await world.bans.all(),
      counters: world.counters.dump(),
      changes: await world.changes.get(),
    }),
  };
}

/** The account made the payload itself: refusing it is a fault of ours. */
function refuse(reason: string): never {
  throw new Error(`detect refused a payload of its own account: ${reason}`);
}

/** The clock follows the lines: detect asks for it at the beginning of a batch, then once a record, in order. */
function detectPorts(world: World) {
  return {
    ...{ counters: world.counters, bans: world.bans, sessions: world.sessions, emit: world.emit },
    changes: world.changes,
    count: () => undefined,
    arrival: (timestamp: Seconds) => {
      world.now = Math.max(world.now, world.clocks.pop() ?? timestamp);
      return world.now;
    },
    random: () => 0.5,
    resolve: async () => [],
  };
}

function enforceParts(world: World, ruleset: Ruleset): EnforceParts {
  const live = createLiveRules(world.changes, ruleset, 0);
  return {
    ruleset,
    ports: (remaining) => ({
      ...{ bans: world.bans, edgeStates: world.edgeStates, edges: world.edges, live, emit: world.emit, remaining },
      clock: () => world.now,
    }),
    onReport: (edge, report) => world.edgeReports.set(edge, report),
    flush: () => undefined,
  };
}
