import { parseArgs } from 'node:util';
import { jsonJails, printOffer, printRuleset } from '../config/print';
import { formatProblem } from '../config/problem';
import { resolveRuleset } from '../config/ruleset';
import { openTree } from '../config/tree';
import { forgeableJails } from '../core/forgeable';
import type { Ruleset } from '../core/ruleset';
import { visible } from '../core/visible';
import { jsonText } from './client/text/json';
import { EXIT, type Io, UsageError } from './io';

const HELP = `Usage: fail2edge config [--config DIR] [--json]
       fail2edge config --diff [OPTIONS]
       fail2edge -t [--config DIR]

Prints every enabled jail as the functions will see it: filter, expressions, limits, actions, edges, log groups;
and of every log group the filter pattern of its subscription, or why every line must be delivered.
--diff tells what was changed at run time instead; config --diff --help tells more.
-t only checks. Every mistake is told at once, as file:line: message; the exit code is then 255.

  -c, --config DIR   a folder like /etc/fail2ban; what it lacks comes from the shipped config/
  --json             one JSON object a jail
  -t, --test         only check
  -h, --help         this text
`;

/** `fail2edge config` and `fail2edge -t`. @throws ConfigurationError with every mistake. */
export async function configCommand(args: readonly string[], io: Io): Promise<number> {
  const options = parse(args);
  if (options.help) {
    io.stdout(HELP);
    return EXIT.done;
  }
  const { ruleset, problems } = resolveRuleset(openTree(options.config));
  for (const problem of problems) io.stderr(`${formatProblem(problem)}\n`);
  if (options.test) io.stderr(`OK: configuration test is successful, ${count(ruleset.jails.length)}\n`);
  else if (options.json) for (const jail of jsonJails(ruleset)) io.stdout(jsonText(jail));
  else io.stdout(printRuleset(ruleset));
  const told = options.json ? [] : [...(options.test ? warnings(ruleset) : []), printOffer(ruleset) ?? []].flat();
  for (const line of told) io.stderr(`${line}\n`);
  return EXIT.done;
}

/** Jails that a client can aim at others. */
const warnings = (ruleset: Ruleset): readonly string[] =>
  forgeableJails(ruleset).map(({ jail, logs, why, instead }) =>
    visible(`forgeable: jail ${jail} reads ${logs.join(' ')}: ${why}. Safer: ${instead}`),
  );

const count = (jails: number): string =>
  jails === 0
    ? 'but no jail is enabled: write enabled = true below a jail in jail.local'
    : `${jails} ${jails === 1 ? 'jail' : 'jails'} enabled`;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        config: { type: 'string', short: 'c' },
        json: { type: 'boolean' },
        test: { type: 'boolean', short: 't' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}; see fail2edge config --help`, { cause });
  }
}
