import type { Duration } from 'aws-cdk-lib';
import type { INetworkAcl, IPrefixList, ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Jail, Ruleset } from '../core/ruleset';
import type { Deployer } from './deployer';
import type { GivenIds } from './edge-ids';

/** What is watched and who is banned when: a folder, or what one was resolved to. */
interface Configured {
  /** Folder laid out like /etc/fail2ban; what it lacks ships with the project. @default the shipped configuration */
  readonly configuration?: string | undefined;
  /** The configuration as `resolveRuleset` reads it; in place of `configuration`. */
  readonly ruleset?: Ruleset;
}

/** What the edges write to, where the configuration does not say, or is to be overruled. */
interface Placed {
  /** Network ACLs of the aws-nacl edge. */
  readonly networkAcls?: readonly Pick<INetworkAcl, 'networkAclId'>[];
  /** VPCs all of whose network ACLs are of the aws-nacl edge. */
  readonly vpcs?: readonly Pick<IVpc, 'vpcId'>[];
  /** Security groups of the aws-security-group edge. */
  readonly securityGroups?: readonly Pick<ISecurityGroup, 'securityGroupId'>[];
  /** Prefix lists of the aws-prefix-list edge. */
  readonly prefixLists?: readonly Pick<IPrefixList, 'prefixListId'>[];
  /** ARNs of the IP sets of the aws-waf edge. @default the stack makes them, and a rule group that blocks what they hold */
  readonly ipSets?: readonly string[];
  /** The same as text, by the kind of edge. */
  readonly ids?: GivenIds;
  /** Application load balancers put behind a web ACL that blocks what is banned. @default none */
  readonly loadBalancers?: readonly (Pick<IApplicationLoadBalancer, 'loadBalancerArn'> | string)[];
  /** `create`: make a web ACL; an ARN: put the load balancers behind this one. @default create for load balancers */
  readonly webAcl?: string | undefined;
}

/** Who is never banned. */
interface Spared {
  /** CIDRs that no jail with `ignoreself` bans, beside our own that are looked up. @default none */
  readonly protect?: readonly string[];
  /** Where the deploy is run from. A jail that could ban it is refused, or told when only the session says so. */
  readonly deployer?: Deployer | undefined;
}

/** Who is told. */
interface Told {
  /** Mail address subscribed to the topic. @default none */
  readonly notify?: string | undefined;
  /** Sends the reports in place of the jails' own senders. @default none */
  readonly sender?: string | undefined;
  /** How long new bans are gathered for one report, at most 5 minutes. @default a minute */
  readonly digest?: Duration;
}

/** Bans from elsewhere. */
interface Shared {
  /** Accounts (twelve digits) and organisations (`o-...`) that may ask for bans on the event bus. @default this account */
  readonly busSenders?: readonly string[];
}

/** All have defaults; at least one jail must be enabled for anything to happen. */
export interface Fail2edgeProps extends Configured, Placed, Spared, Told, Shared {
  /** Whether the table outlives the stack. @default true */
  readonly retain?: boolean;
  /** Makes the jails' log groups; else they must be there. @default false */
  readonly createLogGroups?: boolean;
  /** What CloudWatch Logs is told to deliver of a group these jails read; '' is everything. @default what they need */
  readonly subscriptionPattern?: (jails: readonly Jail[]) => string;
  /** Whether a CloudWatch dashboard is made: three of an account are free. @default true */
  readonly dashboard?: boolean;
  /** Whether what the client and the operator need is among the stack's outputs. @default true */
  readonly outputs?: boolean;
  /** Folder of this project. @default found from here upwards */
  readonly root?: string;
  /** Folder of the functions' source. @default `lambdas` in the project */
  readonly lambdas?: string;
}
