import { fail2banLine, type Peers, sshguardLine } from './peers';
import type { Case, Inputs, Measured } from './plan';
import { runTask } from './processes';
import type { MatcherTimes, Whole } from './tasks/tasks';

/** Measurements by name, one a round; microseconds of CPU a line unless the name says otherwise. */
export type Samples = Map<string, number[]>;

export const samplesOf = (samples: Samples, name: string): readonly number[] => samples.get(name) ?? [];

function keep(samples: Samples, name: string, value: number): void {
  samples.set(name, [...samplesOf(samples, name), value]);
}

export interface Bench {
  readonly worker: string;
  readonly inputs: Inputs;
  readonly cases: readonly Case[];
  readonly measured: readonly Measured[];
  readonly peers: Peers;
  /** Rulesets of one jail and of several on the same stream, and how many the second has more. */
  readonly jails: { readonly one: string; readonly several: string; readonly further: number };
}

/** Runs everything once, one after the other: so rounds are interleaved, and a slow minute falls on all alike. */
export function runRound(bench: Bench, samples: Samples): void {
  const { worker, inputs } = bench;
  for (const [name, input] of Object.entries(inputs)) {
    for (const size of Object.keys(input.payloads).map(Number)) {
      const floor = runTask<Whole>(worker, { task: 'floor', payloads: input.payloads[size] ?? '' });
      keep(samples, `floor ${name} ${size}`, floor.cpu / floor.lines);
    }
    if (bench.peers.sshguard) keep(samples, `sshguard ${name}`, sshguardLine(input, bench.peers.sshguard));
  }
  for (const one of bench.cases) {
    if (bench.peers.fail2ban) {
      keep(samples, `fail2ban ${one.name}`, fail2banLine(one.input, one.filter, one.mode));
    }
  }
  for (const one of bench.measured) detectRound(bench, one, samples);
  for (const input of ['attack', 'benign'] as const) furtherJails(bench, input, samples);
}

function detectRound({ worker }: Bench, one: Measured, samples: Samples): void {
  const { ruleset, input, origin, name } = one;
  for (const size of sizesOf(one)) {
    const whole = runTask<Whole>(worker, { task: 'detect', payloads: input.payloads[size] ?? '', ruleset });
    keep(samples, `${origin} ${name} ${size}`, whole.cpu / whole.lines);
    if (size === 10_000) keep(samples, 'memory', whole.memory);
    if (size === 10_000) keep(samples, `share ${origin} ${name}`, (whole.matched ?? 0) / whole.lines);
  }
  const times = runTask<MatcherTimes>(worker, { task: 'matcher', payloads: input.payloads[10_000] ?? '', ruleset });
  keep(samples, `search ${origin} ${name}`, times.search / times.floor);
  keep(samples, `search time ${origin} ${name}`, times.search / times.lines);
  keep(samples, `match ${origin} ${name}`, times.match / times.floor);
  if (one.kind === 'nginx') return;
  const cold = runTask<{ cpu: number }>(worker, { task: 'cold', payloads: input.payloads[1000] ?? '', ruleset });
  keep(samples, `cold ${origin} ${name}`, cold.cpu / 1000);
}

/** Small payloads only for what the hot path is judged by. */
export const sizesOf = ({ input, mode }: Case): readonly number[] =>
  Object.keys(input.payloads)
    .map(Number)
    .filter((size) => size === 10_000 || mode === 'normal');

function furtherJails({ worker, inputs, jails }: Bench, input: 'attack' | 'benign', samples: Samples): void {
  const payloads = inputs[input].payloads[10_000] ?? '';
  const cost = (ruleset: string) => {
    const { cpu, lines } = runTask<Whole>(worker, { task: 'detect', payloads, ruleset });
    return cpu / lines;
  };
  keep(samples, `further ${input}`, (cost(jails.several) - cost(jails.one)) / jails.further);
}
