import { parseArgs } from 'node:util';
import { openTree } from '../../config/tree';
import { jsonText } from '../client/text/json';
import { EXIT, type Io, UsageError } from '../io';
import { bold, dim } from '../print/colour';
import { expressionsOf, filterNames } from './expressions';
import { printStats } from './print';

const HELP = `Usage: npm run stats -- [--config DIR] [--json] [--strict] [FILTER...]

What bounds the time of each expression of the shipped filters, whatever the line:
  linear     V8's linear engine can run it, and takes over when a search backtracks
  bounded    lines that could make V8 slow go to the project's own matcher, whose time is line × expression
  deadline   neither; a search ends after 100 ms, and the line counts in the metric stopped
The reason names what keeps an expression from the linear engine.

  -c, --config DIR   the filters of a folder like /etc/fail2ban instead
  --json             one JSON object an expression
  --strict           exit code 1 when one has only a deadline
  -h, --help         this text
`;

/** `npm run stats`. @throws UsageError, ConfigurationError */
export function filterStatsCommand(args: readonly string[], io: Io): number {
  const { values, positionals } = parse(args);
  if (values.help) {
    io.stdout(HELP);
    return EXIT.done;
  }
  const tree = openTree(values.config);
  const names = positionals.length > 0 ? positionals : filterNames(tree);
  const all = names.flatMap((name) => expressionsOf(tree, name));
  if (values.json) for (const each of all) io.stdout(jsonText(each));
  else io.stdout(printStats(all, { width: io.columns ?? 160, bold: bold(io), dim: dim(io) }));
  return values.strict && all.some(({ verdict }) => verdict === 'deadline') ? EXIT.failed : EXIT.done;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', short: 'c' },
        json: { type: 'boolean' },
        strict: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}; see npm run stats -- --help`, { cause });
  }
}
