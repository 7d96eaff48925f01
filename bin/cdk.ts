import { existsSync } from 'node:fs';
import { App, Duration } from 'aws-cdk-lib';
import { ConfigurationError, formatProblem } from '../lib/config/problem';
import { resolveRuleset } from '../lib/config/ruleset';
import { openTree } from '../lib/config/tree';
import { monthlyCost } from '../lib/infra/cost/estimate';
import { madeBy } from '../lib/infra/cost/made';
import { costLines } from '../lib/infra/cost/print';
import { deployerOf } from '../lib/infra/deployer';
import { DeploymentError } from '../lib/infra/deployment-error';
import { Fail2edgeStack } from '../lib/infra/fail2edge-stack';
import { checkPractices } from '../lib/infra/practices';
import { readSettings } from '../lib/infra/settings';

/** The administrator's own tree in a checkout; what ships in `config/` enables no jail. */
const OWN_TREE = 'etc/fail2ban';

function main(): void {
  const app = new App();
  const { config, stackName, everyLine, digest, usage, deployer: given, ...settings } = readSettings(app.node);
  const folder = config ?? (existsSync(OWN_TREE) ? OWN_TREE : undefined);
  if (folder === undefined) say(`no -c config=DIR and no ${OWN_TREE}: the shipped configuration enables no jail`);
  const { ruleset, problems } = resolveRuleset(openTree(folder));
  for (const problem of problems) say(formatProblem(problem));
  const subscription = everyLine ? { subscriptionPattern: () => '' } : {};
  const deployer = deployerOf(given, process.env);
  const stack = new Fail2edgeStack(app, stackName, {
    ...settings,
    ...subscription,
    deployer,
    ruleset,
    digest: Duration.seconds(digest),
  });
  if (ruleset.jails.length > 0)
    for (const line of costLines(monthlyCost(madeBy(stack, ruleset), usage), usage)) say(line);
  checkPractices(app);
}

function say(text: string): void {
  process.stderr.write(`fail2edge: ${text}\n`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof ConfigurationError || error instanceof DeploymentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
