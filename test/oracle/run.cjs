// node test/oracle/run.cjs LOG...: compares the bans of `fail2edge replay` with the oracle's; see compare.ts.
const { runTypeScript } = require('../../bin/run-typescript.cjs');

runTypeScript('../test/oracle/compare.ts');
