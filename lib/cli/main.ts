import { ConfigurationError } from '../config/problem';
import { harmless } from '../core/visible';
import { INSTEAD } from './client/grammar/instead';
import { type Command, commands } from './commands';
import { FileError } from './file-error';
import { EXIT, type Io, UsageError } from './io';
import { commandFirst } from './leading';

const HELP = () => `Usage: fail2edge COMMAND [OPTIONS]

fail2ban for AWS: one count over the whole fleet, bans at the cloud's edge.

${commands.map(({ usage, summary }) => `  ${usage.padEnd(38)} ${summary}`).join('\n')}
  ${'-t, --test [--config DIR]'.padEnd(38)} only check the configuration
  ${'-h, --help'.padEnd(38)} this text; COMMAND --help tells more
  ${'-V, --version'.padEnd(38)} the version

Exit codes: 0 done, 1 a check that was asked for failed, 255 bad use or bad configuration.
`;

/** Runs the command line `args` and answers the exit code. A mistake of the user is told plainly, without a stack. */
export async function main(args: readonly string[], io: Io, version: string): Promise<number> {
  try {
    return await dispatch(args, io, version);
  } catch (error) {
    if (!isTold(error)) throw error;
    io.stderr(`${harmless(error.message)}\n`);
    return EXIT.badUse;
  }
}

/** Whether its message says to a person what to do. */
const isTold = (error: unknown): error is Error =>
  error instanceof UsageError || error instanceof ConfigurationError || error instanceof FileError;

async function dispatch(args: readonly string[], io: Io, version: string): Promise<number> {
  const [name, ...rest] = commandFirst(args);
  if (name === undefined || name === '-h' || name === '--help' || name === 'help') {
    (name === undefined ? io.stderr : io.stdout)(HELP());
    return name === undefined ? EXIT.badUse : EXIT.done;
  }
  if (name === '-V' || name === '--version' || name === 'version') {
    io.stdout(`${version}\n`);
    return EXIT.done;
  }
  if (name === '-t' || name === '--test') return runCommand('config', ['--test', ...rest], io);
  return runCommand(name, rest, io);
}

/** fail2ban-client's other spellings. */
const ALIASES: Readonly<Record<string, string>> = { '--dp': '-d', '--dump-pretty': '-d', '--dump': '-d' };

async function runCommand(name: string, args: readonly string[], io: Io): Promise<number> {
  const command: Command | undefined = commands.find((candidate) => candidate.name === (ALIASES[name] ?? name));
  if (!command) {
    const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
    if (instead !== undefined)
      throw new UsageError(`fail2edge: there is no ${name.startsWith('-') ? 'option' : 'command'} ${name}: ${instead}`);
    const known = commands.map((candidate) => candidate.name).join(', ');
    throw new UsageError(`fail2edge: there is no command ${JSON.stringify(name)}; there are ${known} (--help)`);
  }
  return (await command.load(args))(args, io);
}
