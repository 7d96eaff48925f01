import { Match, Template } from 'aws-cdk-lib/assertions';
import type { EdgeConfig } from '../../lib/core/ruleset';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import type { Fail2edgeProps } from '../../lib/infra/props';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';
import { resourcesOf } from './template';

const lambdas = emptyHandlers();
const synth = (edges: readonly EdgeConfig[], props: Partial<Fail2edgeProps>) =>
  Template.fromStack(
    new Fail2edgeStack(anApp(), 'Fail2edge', { root, lambdas, ruleset: aRuleset([aJail('web')], edges), ...props }),
  );
const ALB = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188';
const OTHER = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/blog/50dc6c495c0c9189';
const WEB_ACL = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/own/12345678-1234-1234-1234-123456789012';

describe('a web ACL', () => {
  test('is made for load balancers, lets everybody in but whom the rule groups block, and stands before each of them', () => {
    const template = synth([anEdge('aws-waf'), anEdge('aws-waf:api')], { loadBalancers: [ALB, OTHER] });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      Rules: [
        { Name: 'aws-waf', Priority: 0, OverrideAction: { None: {} }, Statement: { RuleGroupReferenceStatement: {} } },
        { Name: 'aws-waf-api', Priority: 1, OverrideAction: { None: {} } },
      ],
    });
    const associations = resourcesOf(template, 'AWS::WAFv2::WebACLAssociation').map(({ Properties }) => Properties);
    expect(associations.map(({ ResourceArn }) => ResourceArn)).toEqual([ALB, OTHER]);
    template.hasOutput('WebAclArn', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] } });
    expect(template.findOutputs('NextStep').NextStep?.Value).not.toContain('Add the rule group');
  });

  test('is not made unless asked', () => {
    synth([anEdge('aws-waf')], {}).resourceCountIs('AWS::WAFv2::WebACL', 0);
    synth([anEdge('aws-waf')], { webAcl: 'create' }).resourceCountIs('AWS::WAFv2::WebACL', 1);
  });

  test('of somebody’s own only gets the load balancers', () => {
    const template = synth([anEdge('aws-nacl', { networkacl: 'acl-11111111' })], {
      webAcl: WEB_ACL,
      loadBalancers: [ALB],
    });
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    template.hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: WEB_ACL, ResourceArn: ALB });
  });

  test('for CloudFront is made where the rule group is', () => {
    const template = synth([anEdge('aws-waf', { scope: 'CLOUDFRONT' })], { webAcl: 'create' });
    const [group] = Object.values(template.findResources('AWS::WAFv2::RuleGroup'));
    template.hasResource('AWS::WAFv2::WebACL', { Condition: group?.Condition, Properties: { Scope: 'CLOUDFRONT' } });
    template.hasOutput('WebAclArnCloudFront', { Condition: group?.Condition });
  });

  test.each<[string, readonly EdgeConfig[], Partial<Fail2edgeProps>, string]>([
    ['of no rule group', [anEdge('aws-waf', { scope: 'CLOUDFRONT' })], { loadBalancers: [ALB] }, 'there is none'],
    [
      'for what has none',
      [anEdge('aws-waf')],
      { loadBalancers: [ALB.replace('/app/', '/net/')] },
      'application load balancer',
    ],
    ['that is none', [anEdge('aws-waf')], { webAcl: 'yes' }, 'web ACL yes: write create, or the ARN'],
  ])('%s is refused', (_, edges, props, message) => expect(() => synth(edges, props)).toThrow(message));
});
