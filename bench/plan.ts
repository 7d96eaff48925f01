import type { Input } from './inputs/write';
import { type Origin, rulesetOf, writeRuleset } from './rulesets';

/** How much is measured. `quick` is for a look while working: a process's start weighs more in it. */
export interface Size {
  readonly lines: number;
  readonly shortLines: number;
  readonly rounds: number;
  /** Every so manieth attack is tried for the slowest line. */
  readonly step: number;
  /** Whether only the first origin's filters are measured: fail2ban's where there is one. */
  readonly oneOrigin: boolean;
}

/** 60 payloads of 10,000 lines: about what an instance of the function lives to see. */
export const FULL: Size = { lines: 600_000, shortLines: 30_000, rounds: 5, step: 1, oneOrigin: false };
export const QUICK: Size = { lines: 20_000, shortLines: 2_000, rounds: 5, step: 40, oneOrigin: true };

/** One combination of input and filter. */
export interface Case {
  readonly name: string;
  readonly input: Input;
  readonly filter: string;
  readonly mode: string;
  readonly kind: 'attack' | 'benign' | 'nginx';
}

export interface Inputs {
  readonly attack: Input;
  readonly benign: Input;
  readonly access: Input;
  readonly error: Input;
}

/** The combinations that are measured, fail2ban's filters and ours alike. */
export function casesOf({ attack, benign, access, error }: Inputs): readonly Case[] {
  return [
    { name: 'sshd, attack', input: attack, filter: 'sshd', mode: 'normal', kind: 'attack' },
    { name: 'sshd aggressive, attack', input: attack, filter: 'sshd', mode: 'aggressive', kind: 'attack' },
    { name: 'sshd, benign', input: benign, filter: 'sshd', mode: 'normal', kind: 'benign' },
    { name: 'sshd aggressive, benign', input: benign, filter: 'sshd', mode: 'aggressive', kind: 'benign' },
    { name: 'nginx-botsearch, access', input: access, filter: 'nginx-botsearch', mode: '', kind: 'nginx' },
    { name: 'nginx-http-auth, error', input: error, filter: 'nginx-http-auth', mode: '', kind: 'nginx' },
  ];
}

/** A case with the filters of one origin. */
export interface Measured extends Case {
  readonly origin: Origin['kind'];
  readonly ruleset: string;
}

export function measuredCases(folder: string, cases: readonly Case[], origins: readonly Origin[]): readonly Measured[] {
  return origins.flatMap((origin) =>
    cases.map((one) => {
      const name = `${origin.kind}-${one.filter}-${one.mode}`;
      const ruleset = rulesetOf(origin, [one.filter], one.mode === '' ? 'normal' : one.mode);
      return { ...one, origin: origin.kind, ruleset: writeRuleset(folder, name, ruleset) };
    }),
  );
}
