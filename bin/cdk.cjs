const { runTypeScript } = require('./run-typescript.cjs');

runTypeScript('cdk.ts');
