import { VERBS } from './client/grammar/verbs';
import type { Io } from './io';

export type Run = (args: readonly string[], io: Io) => Promise<number>;

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Loaded when it is called: a command costs nothing of the others' start. */
  readonly load: (args: readonly string[]) => Promise<Run>;
}

/** fail2ban-client's commands share a folder: their grammar is one table. */
const client = async (name: string): Promise<Run> => (await import('./client/client-command')).clientCommand(name);

/** Every command: one file or folder, one entry. */
export const commands: readonly Command[] = [
  {
    name: 'replay',
    usage: 'replay [OPTIONS] FILE...',
    summary: 'who would be banned: logs through the whole pipeline',
    load: async () => (await import('./replay/replay-command')).replayCommand,
  },
  {
    name: 'regex',
    usage: 'regex [OPTIONS] LOG FILTER [IGNORE]',
    summary: 'test a filter on a log, as fail2ban-regex does',
    load: async () => (await import('./regex/run')).runRegex,
  },
  {
    name: 'config',
    usage: 'config [--config DIR] [--diff]',
    summary: 'every enabled jail, resolved; or what was changed at run time',
    load: async (args) =>
      args.includes('--diff') ? client('config') : (await import('./config-command')).configCommand,
  },
  {
    name: 'completion',
    usage: 'completion bash|zsh|fish',
    summary: 'a completion script for a shell',
    load: async () => (await import('./reference/commands')).completionCommand,
  },
  {
    name: 'man',
    usage: 'man',
    summary: 'the man page',
    load: async () => (await import('./reference/commands')).manCommand,
  },
  ...VERBS.map((verb): Command => ({ ...verb, load: () => client(verb.name) })),
];
