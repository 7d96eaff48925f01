/** What other CDK apps use of this project: `lib/infra/index.js` hands it out without a build step. */
export { DeploymentError } from './deployment-error';
export { Fail2edge } from './fail2edge';
export { Fail2edgeStack, type Fail2edgeStackProps } from './fail2edge-stack';
export type { Fail2edgeProps } from './props';
