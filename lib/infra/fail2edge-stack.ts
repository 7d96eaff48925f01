import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Fail2edge } from './fail2edge';
import type { Fail2edgeProps } from './props';

export interface Fail2edgeStackProps extends StackProps, Fail2edgeProps {}

/** The one stack that `npx cdk deploy` makes. */
export class Fail2edgeStack extends Stack {
  readonly fail2edge: Fail2edge;

  constructor(scope: Construct, id: string, props: Fail2edgeStackProps) {
    super(scope, id, { description: "fail2ban at the cloud's edge", ...props });
    this.fail2edge = new Fail2edge(this, 'Fail2edge', props);
  }
}
