// The constructs for other CDK apps: `const { Fail2edge } = require('fail2edge/lib/infra')`, without a build step.
// The names are written out so that ES modules can import them by name.
const path = require('node:path');
const { loadTypeScript } = require('../../bin/run-typescript.cjs');

const { DeploymentError, Fail2edge, Fail2edgeStack } = loadTypeScript(path.join(__dirname, 'library.ts'));

module.exports = { DeploymentError, Fail2edge, Fail2edgeStack };
