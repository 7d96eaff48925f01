import { EXIT } from '../lib/cli/io';
import { main } from '../lib/cli/main';
import { processIo } from '../lib/cli/process-io';
import { harmless } from '../lib/core/visible';
import { version } from '../package.json';

// The SDK tells on standard error that Node 20 is old; the functions run on Node 24.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const io = processIo();

main(process.argv.slice(2), io, version).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    io.stderr(
      `fail2edge failed: ${harmless(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
    process.exitCode = EXIT.badUse;
  },
);
