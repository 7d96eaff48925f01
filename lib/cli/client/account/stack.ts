import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { AccountError } from './aws-failure';

/** What a stack's outputs say of the deployment. */
export interface Deployment {
  readonly table: string;
  /** The ruleset that is deployed; undefined: the stack does not say. */
  readonly version: string | undefined;
}

/** @throws AccountError when the stack is there and is not one of ours. */
export async function findDeployment(stack: string, region: string | undefined): Promise<Deployment> {
  const client = new CloudFormationClient({ maxAttempts: 3, ...(region !== undefined && { region }) });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks[0]?.Outputs ?? [];
    const output = (key: string) => outputs.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    const table = output('TableName');
    if (table === undefined) {
      throw new AccountError(
        `stack ${stack} has no output TableName: it is not a fail2edge stack, or not deployed yet`,
      );
    }
    return { table, version: output('RulesetVersion') };
  } finally {
    client.destroy();
  }
}
