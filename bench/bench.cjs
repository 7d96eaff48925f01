// npm run bench: what detection costs, against the budgets and beside fail2ban and sshguard; see docs/performance.md.
const { runTypeScript } = require('../bin/run-typescript.cjs');

runTypeScript('../bench/bench.ts');
