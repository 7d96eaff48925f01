import type { Io } from './io';

export type Run = (args: readonly string[], io: Io) => Promise<number>;

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Loaded when it is called: a command costs nothing of the others' start. */
  readonly load: () => Promise<Run>;
}

/** fail2ban-client's commands share a folder: their grammar is one table. */
const client = (name: string, usage: string, summary: string): Command => ({
  ...{ name, usage, summary },
  load: async () => (await import('./client/client-command')).clientCommand(name),
});

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
  client('status', 'status [JAIL]', 'the jails, and who is banned in one'),
  client('statistics', 'statistics', 'how many are banned in each jail'),
  client('stats', 'stats', 'the same'),
  client('banned', 'banned [IP...]', 'who is banned, or which jails ban an IP'),
  client('get', 'get JAIL banip|SETTING ...', 'a setting of a jail, or who is banned'),
  client('set', 'set JAIL banip|unbanip IP...', 'ban or unban in a jail'),
  client('unban', 'unban IP... | --all', 'unban in every jail'),
  client('ping', 'ping', 'whether the table answers'),
  client('--str2sec', '--str2sec STRING', 'a time such as 1d12h in seconds'),
];
