import type { Template } from 'aws-cdk-lib/assertions';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is any JSON
  readonly Properties: Record<string, any>;
  readonly DependsOn?: string | readonly string[];
}

export interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals?: Record<string, unknown> };
}

export const resourcesOf = (template: Template, type: string): readonly Resource[] =>
  Object.values(template.findResources(type)) as Resource[];

/** The function that writes the log `/fail2edge/STACK/name`. */
export function functionNamed(template: Template, name: string): Resource {
  const groups = Object.entries(template.findResources('AWS::Logs::LogGroup'));
  const [log] = groups.find(([, { Properties }]) => String(Properties.LogGroupName).endsWith(`/${name}`)) ?? [];
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(
    ({ Properties }) => Properties.LoggingConfig?.LogGroup.Ref === log,
  );
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

/** Everything a function's role allows. */
export function statementsOf(template: Template, name: string): readonly Statement[] {
  const role = functionNamed(template, name).Properties.Role['Fn::GetAtt'][0];
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
