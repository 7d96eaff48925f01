import { COMMON_OPTIONS } from './client/grammar/options';

/** What fail2ban-client takes before the command and nobody needs here. */
const QUIET = new Set(['-v', '-vv', '-q', '-x', '--verbose', '--quiet']);

/**
 * The command with its options behind it, where some stood before it, as in `-c DIR status`.
 * @returns the arguments as they are when none did.
 */
export function commandFirst(args: readonly string[]): readonly string[] {
  const options: string[] = [];
  let at = 0;
  for (;;) {
    const taken = optionAt(args, at);
    if (taken === 0) break;
    if (!QUIET.has(args[at] ?? '')) options.push(...args.slice(at, at + taken));
    at += taken;
  }
  const [command, ...rest] = args.slice(at);
  return command === undefined ? args : [command, ...options, ...rest];
}

/** How many words the option at this place takes; 0: there is none that may stand here. */
function optionAt(args: readonly string[], at: number): number {
  const word = args[at] ?? '';
  if (QUIET.has(word)) return 1;
  const [name, value] = word.split('=', 2);
  const option = COMMON_OPTIONS.find((one) => name === `--${one.name}` || (one.short && name === `-${one.short}`));
  if (!option || option.name === 'help') return 0;
  return option.value === undefined || value !== undefined ? 1 : 2;
}
