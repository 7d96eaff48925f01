// npm run fuzz -- LINES [FILTER...]: hostile lines for each filter; see fuzz.ts.
const { runTypeScript } = require('../../bin/run-typescript.cjs');

runTypeScript('../test/filters/fuzz.ts');
