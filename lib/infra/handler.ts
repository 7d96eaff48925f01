import { createHash } from 'node:crypto';
import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type CfnFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownLogGroup } from '../core/own-log-group';
import type { Permission } from '../edges/definition';
import { type Environment, writeEnvironment } from '../runtime/environment';
import { acknowledge, acknowledgePatterns } from './acknowledge';
import { type FunctionName, functionCode, type Sources } from './bundle';

export interface HandlerProps {
  /** The file in `lambdas/`. */
  readonly name: FunctionName;
  readonly description: string;
  readonly sources: Sources;
  /** MiB; CPU grows with it (one core at 1,769). */
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly environment: Partial<Record<keyof Environment, string>>;
}

/**
 * One function with the defaults all of ours share: a role of its own that may write its own log and nothing else, a
 * log group that is kept a month and goes with the stack. No reserved concurrency: a new account has 10 in all.
 */
export class Handler extends Construct implements IGrantable {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly grantPrincipal: IPrincipal;

  constructor(scope: Construct, id: string, props: HandlerProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: ownLogGroup(Stack.of(this).stackName, props.name),
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.grantPrincipal = this.role;
    this.allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      code: functionCode(props.name, props.sources),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize,
      timeout: props.timeout,
      role: this.role,
      logGroup,
      environment: writeEnvironment({ stack: Stack.of(this).stackName, ...props.environment }),
    });
    acknowledge(this.function, {
      'Serverless-LambdaDLQ':
        'What must not be lost goes to the failures queue by the destination of the invocation or of the stream, which ' +
        'keeps the error beside the payload; a dead-letter queue would keep a second copy without it',
      'Serverless-LambdaTracing':
        'X-Ray needs write rights on every resource, and a traced call for each delivery of log lines; durations, errors ' +
        'and lag are metrics on the dashboard',
    });
  }

  /** Hash of the deployed code and ruleset: a custom resource that carries it is asked again when they change. */
  get codeKey(): string {
    const { code } = this.function.node.defaultChild as CfnFunction;
    return (Stack.of(this).resolve(code) as CfnFunction.CodeProperty).s3Key ?? '';
  }

  /**
   * The same in a policy of its own, named after what it allows: a change makes another one, which CloudFormation attaches
   * before it updates what depends on the role, and it takes the old one away last. Until then the function may do both.
   */
  allowUntilReplaced(...permissions: readonly Permission[]): void {
    const text = JSON.stringify(Stack.of(this).resolve(permissions));
    const id = `Until replaced ${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
    const policy = new Policy(this.role, id, { roles: [this.role] });
    for (const permission of permissions) policy.addStatements(this.statement(permission));
  }

  /** Adds to what the function may do. Resources that are not named in full must say why. */
  allow(...permissions: readonly Permission[]): void {
    for (const permission of permissions) this.role.addToPolicy(this.statement(permission));
  }

  private statement({ actions, resources, conditions = {}, why }: Permission): PolicyStatement {
    if (why !== undefined) acknowledgePatterns(this.role, resources, why);
    return new PolicyStatement({ actions: [...actions], resources: [...resources], conditions });
  }
}
