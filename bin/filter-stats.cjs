// npm run stats: what bounds the time of each expression of each filter.
const { runTypeScript } = require('./run-typescript.cjs');

runTypeScript('filter-stats.ts');
