// npm run test:e2e: deploys the real stack into an emulator of AWS on this machine and uses it; see main.ts.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { runTypeScript } = require('../../bin/run-typescript.cjs');

runTypeScript('../test/e2e/main.ts');
