import { version } from '../../../package.json';
import { didYouMean } from '../../config/nearest';
import { EXIT, type Io, UsageError } from '../io';
import { bashCompletion } from './bash';
import { fishCompletion } from './fish';
import { manPage } from './roff';
import { zshCompletion } from './zsh';

const SHELLS: Readonly<Record<string, () => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

const HELP = `Usage: fail2edge completion bash|zsh|fish

Prints a completion script. It completes commands, options, settings, and the jails of etc/fail2ban (or of --config).

  bash   source <(fail2edge completion bash)
  zsh    fail2edge completion zsh > "\${fpath[1]}/_fail2edge"
  fish   fail2edge completion fish > ~/.config/fish/completions/fail2edge.fish
`;

/** `fail2edge completion SHELL`. @throws UsageError */
export async function completionCommand([shell, ...more]: readonly string[], io: Io): Promise<number> {
  if (shell === '--help' || shell === '-h') {
    io.stdout(HELP);
    return EXIT.done;
  }
  const known = Object.keys(SHELLS);
  const script = shell !== undefined && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
  if (!script || more.length > 0) {
    const hint = shell === undefined ? undefined : didYouMean(shell, known);
    throw new UsageError(`fail2edge completion: name a shell: ${known.join(', ')}${hint ? ` (${hint})` : ''}`);
  }
  io.stdout(script());
  return EXIT.done;
}

/** `fail2edge man`: read it with `fail2edge man | man -l -`. @throws UsageError */
export async function manCommand(args: readonly string[], io: Io): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h') {
    io.stdout('Usage: fail2edge man\n\nPrints the man page: fail2edge man | man -l -\n');
    return EXIT.done;
  }
  if (args.length > 0) throw new UsageError('fail2edge man: takes no words; read it with fail2edge man | man -l -');
  io.stdout(manPage(version));
  return EXIT.done;
}
