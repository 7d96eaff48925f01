import { resolve } from 'node:path';
import { formatProblem } from '../config/problem';
import { resolveRuleset } from '../config/ruleset';
import { openTree, projectRoot } from '../config/tree';
import type { EdgeConfig, EdgeKind, Ruleset } from '../core/ruleset';
import type { Sources } from './bundle';
import { deployerProblems } from './deployer';
import { DeploymentError } from './deployment-error';
import { edgeProblems, type GivenIds, withGivenIds } from './edge-ids';
import { listProblems } from './lists';
import { logGroupProblems } from './log-groups';
import type { Fail2edgeProps } from './props';
import { webAclProblems } from './web-acl';

/** What is to be made, once the properties are read and found good. */
export interface Plan {
  readonly sources: Sources;
  /** With the ids that are known; the IP sets that are to be made are missing. */
  readonly edges: readonly EdgeConfig[];
  /** ARNs. */
  readonly loadBalancers: readonly string[];
  readonly webAcl: string | undefined;
  /** What whoever deploys must know. */
  readonly warnings: readonly string[];
}

/** @throws DeploymentError, ConfigurationError: everything that keeps these properties from being deployed. */
export function planOf(props: Fail2edgeProps): Plan {
  const { ruleset: resolved, notices } = configured(props);
  const ruleset = { ...resolved, protect: [...resolved.protect, ...(props.protect ?? [])] };
  const edges = withGivenIds(ruleset.edges, idsOf(props));
  const loadBalancers = (props.loadBalancers ?? []).map((one) => (typeof one === 'string' ? one : one.loadBalancerArn));
  const webAcl = props.webAcl ?? (loadBalancers.length > 0 ? 'create' : undefined);
  const endangered = props.deployer ? deployerProblems(ruleset, props.deployer) : [];
  // What somebody said of himself is a refusal; what the session says may be a jump host's, and is told only.
  const refused = props.deployer?.toldBy === '-c deployer';
  const problems = [
    ...logGroupProblems(ruleset.jails),
    ...edgeProblems(edges),
    ...webAclProblems(edges, { loadBalancers, webAcl }),
    ...listProblems(ruleset, props.deployer),
    ...(refused ? endangered : []),
  ];
  if (problems.length > 0) throw new DeploymentError(problems);
  const { root = projectRoot(), lambdas } = props;
  const sources = { root, ruleset, ...(lambdas === undefined ? {} : { lambdas }) };
  return { sources, edges, loadBalancers, webAcl, warnings: [...notices, ...(refused ? [] : endangered)] };
}

function configured({ configuration, ruleset }: Fail2edgeProps): { ruleset: Ruleset; notices: readonly string[] } {
  if (ruleset !== undefined && configuration !== undefined) {
    throw new DeploymentError(['configuration and ruleset are given: give one of them']);
  }
  if (ruleset !== undefined) return { ruleset, notices: [] };
  const read = resolveRuleset(openTree(configuration === undefined ? undefined : resolve(configuration)));
  return { ruleset: read.ruleset, notices: read.problems.map(formatProblem) };
}

/** Ids by the kind of edge. A VPC's id may be a token, which does not show what it is of. */
function idsOf(props: Fail2edgeProps): GivenIds {
  const { networkAcls = [], vpcs = [], securityGroups = [], prefixLists = [], ipSets = [], ids = {} } = props;
  const typed: Readonly<Record<EdgeKind, readonly string[]>> = {
    'aws-nacl': [...networkAcls.map((one) => one.networkAclId), ...vpcs.map(({ vpcId }) => `vpc:${vpcId}`)],
    'aws-security-group': securityGroups.map((one) => one.securityGroupId),
    'aws-prefix-list': prefixLists.map((one) => one.prefixListId),
    'aws-waf': ipSets,
  };
  const given = Object.entries(typed).filter(([, list]) => list.length > 0);
  return { ...ids, ...Object.fromEntries(given.map(([kind, list]) => [kind, list.join(',')])) };
}
