import type { Io } from './io';

export type Run = (args: readonly string[], io: Io) => Promise<number>;

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Loaded when it is called: a command costs nothing of the others' start. */
  readonly load: () => Promise<Run>;
}

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
    usage: 'config [--config DIR] [--json]',
    summary: 'every enabled jail, resolved',
    load: async () => (await import('./config-command')).configCommand,
  },
];
