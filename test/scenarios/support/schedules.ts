import fc from 'fast-check';
import type { Ban } from '../../../lib/core/ban';
import type { LogBatch } from '../../../lib/core/record';
import type { Ruleset } from '../../../lib/core/ruleset';
import { aBatch } from '../../support/builders';
import { type Embedded, embedded, HOSTS } from './embedded';
import { FATES } from './hazards';
import { furnish, meddle } from './picture';

const jail = fc.constantFrom('app', 'web');
const fault = fc.option(fc.record({ fate: fc.constantFrom(...FATES), skip: fc.nat(40) }), { freq: 2 });
/** Seconds that pass before a step. */
const wait = fc.oneof(
  { weight: 8, arbitrary: fc.nat(70) },
  { weight: 2, arbitrary: fc.constantFrom(149, 150, 299, 300, 600) },
);

/** One thing that happens; `fault` meets a request of it, or of what follows. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ kind: fc.constant('lines' as const), jail, wait, fault },
      hosts: fc.array(fc.nat(HOSTS.length - 1), { minLength: 1, maxLength: 5 }),
      /** How late the batch comes, in steps; and how often. */
      late: fc.nat(3),
      times: fc.integer({ min: 1, max: 2 }),
      /** Each event stands in the batch twice. */
      doubled: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('stream' as const), wait, fault }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('minute' as const), wait, fault }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('meddle' as const), wait, fault: fc.constant(null) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unban' as const), wait, fault, which: fc.nat(20) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

export const schedules = (unbans: boolean): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    step.filter(({ kind }) => unbans || kind !== 'unban'),
    { minLength: 5, maxLength: 30 },
  );

/** The world after a step, in the checks' words. */
export interface Moment {
  readonly kind: Step['kind'] | 'end';
  readonly world: Embedded;
  /** Whether the step did all it was there for. */
  readonly done: boolean;
  readonly before: readonly Ban[];
  readonly tickets: readonly Ban[];
  /** When an operator last unbanned, by `jail ip`. */
  readonly unbanned: ReadonlyMap<string, number>;
  readonly lines: readonly Line[];
}

/** A line that came at least once. */
export interface Line {
  readonly jail: string;
  readonly host: string;
  readonly time: number;
  readonly id: string;
}

interface Running {
  readonly world: Embedded;
  readonly lines: Line[];
  readonly unbanned: Map<string, number>;
  /** Batches on their way, by the step they come at. */
  readonly due: { readonly at: number; readonly batch: LogBatch }[];
  /** Batches that failed: Lambda tries them again. */
  failed: LogBatch[];
}

/**
 * Plays a schedule, looks at the world after every step, then ends all faults: what failed is tried again, the stream is
 * read, two minutes pass. The last look is at the end.
 */
export async function play(ruleset: Ruleset, steps: readonly Step[], look: (moment: Moment) => void): Promise<void> {
  const world = embedded(ruleset);
  furnish(world);
  const running: Running = { world, lines: [], unbanned: new Map(), due: [], failed: [] };
  let before = await world.tickets();
  const seen = async (kind: Moment['kind'], done: boolean) => {
    const tickets = await world.tickets();
    look({ ...{ kind, world, done, before, tickets }, unbanned: running.unbanned, lines: running.lines });
    before = tickets;
  };
  for (const [at, one] of steps.entries()) {
    world.world.clock += one.wait;
    if (one.fault) world.hazard.plan(one.fault.fate, one.fault.skip);
    if (one.kind === 'lines') write(running, one, at);
    await seen(one.kind, await act(running, one, at));
  }
  world.hazard.calm();
  await act(running, { kind: 'stream', wait: 0, fault: null }, Number.POSITIVE_INFINITY);
  for (let minutes = 0; minutes < 2; minutes++) {
    world.world.clock += 60;
    await world.minute();
  }
  await seen('end', true);
}

/** Lines are written; a batch of them is on its way. */
function write(
  { world, lines, due }: Running,
  { jail: logGroup, hosts, late, times, doubled }: Extract<Step, { kind: 'lines' }>,
  at: number,
): void {
  const prefix = `step-${at}`;
  const time = world.world.clock;
  hosts.forEach((host, index) => {
    lines.push({ jail: logGroup, host: HOSTS[host] ?? '', time: time + index, id: `${prefix}-${index}` });
  });
  const messages = hosts.map((host, index) => [time + index, `bad login of root from ${HOSTS[host]}`] as const);
  const once = aBatch(messages, { logGroup, prefix });
  const batch = doubled ? { ...once, records: [...once.records, ...once.records] } : once;
  for (let copy = 0; copy < times; copy++) due.push({ at: at + late + copy, batch });
}

async function act(running: Running, one: Step, at: number): Promise<boolean> {
  const { world } = running;
  const coming = [...running.failed, ...running.due.filter((batch) => batch.at <= at).map(({ batch }) => batch)];
  running.failed = [];
  running.due.splice(0, running.due.length, ...running.due.filter((batch) => batch.at > at));
  // What comes at the same moment is detected at the same time, as Lambda does it.
  const done = await Promise.all(coming.map((batch) => world.detect(batch)));
  running.failed.push(...coming.filter((_, index) => !done[index]));
  switch (one.kind) {
    case 'lines':
      return true;
    case 'stream':
      return world.stream();
    case 'minute':
      return world.minute();
    case 'meddle':
      meddle(world);
      return true;
    case 'unban': {
      const live = await world.stores.bans.live();
      const ban = live[one.which % Math.max(1, live.length)];
      if (!ban) return true;
      const done = await world.unban(ban);
      const now = await world.stores.bans.get(ban.jail, ban.ip);
      if (now?.state === 'over') running.unbanned.set(`${ban.jail} ${ban.ip}`, world.world.clock);
      return done;
    }
  }
}
