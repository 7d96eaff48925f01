import { filterStatsCommand } from '../lib/cli/filter-stats/filter-stats-command';
import { EXIT, UsageError } from '../lib/cli/io';
import { processIo } from '../lib/cli/process-io';
import { ConfigurationError } from '../lib/config/problem';
import { harmless } from '../lib/core/visible';

const io = processIo();

try {
  process.exitCode = filterStatsCommand(process.argv.slice(2), io);
} catch (failure) {
  if (!(failure instanceof UsageError) && !(failure instanceof ConfigurationError)) throw failure;
  io.stderr(`${harmless(failure.message)}\n`);
  process.exitCode = EXIT.badUse;
}
