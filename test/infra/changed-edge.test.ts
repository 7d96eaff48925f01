import { Template } from 'aws-cdk-lib/assertions';
import type { EdgeConfig } from '../../lib/core/ruleset';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';

const lambdas = emptyHandlers();
const synth = (...edges: readonly EdgeConfig[]): Template =>
  Template.fromStack(
    new Fail2edgeStack(anApp(), 'Fail2edge', { root, lambdas, ruleset: aRuleset([aJail('sshd')], edges) }),
  );

/** The policies of the setup function that speak of `word`, by logical id. */
const policiesOn = (template: Template, word: string): readonly string[] =>
  Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([id, policy]) => id.includes('Setup') && JSON.stringify(policy).includes(word))
    .map(([id]) => id);

const dependenciesOf = (template: Template, type: string): readonly string[] =>
  Object.values(template.findResources(type)).flatMap(({ DependsOn }) => [DependsOn ?? []].flat());

const acl = (id: string, rules = '1-90') => anEdge('aws-nacl', { networkacl: id, rules });

describe('when an edge is changed', () => {
  test('its rights stand until the bans were compared: a policy of its own, which another replaces', () => {
    const [before, after] = [synth(acl('acl-11111111')), synth(acl('acl-22222222'))];
    const [old = ''] = policiesOn(before, 'acl-11111111');
    const [now = ''] = policiesOn(after, 'acl-22222222');
    expect(Object.keys(after.findResources('AWS::IAM::Policy'))).not.toContain(old);
    expect(dependenciesOf(before, 'Custom::Fail2edgeBans')).toContain(old);
    expect(dependenciesOf(after, 'Custom::Fail2edgeBans')).toContain(now);
  });

  test('an edge that stays keeps its policy', () => {
    const before = policiesOn(synth(acl('acl-11111111')), 'acl-11111111');
    const both = synth(acl('acl-11111111', '1-40'), anEdge('aws-security-group', { securitygroup: 'sg-33333333' }));
    expect(policiesOn(both, 'acl-11111111')).toEqual(before);
  });

  test('IP sets that the stack made go before the right to delete them', () => {
    const template = synth(anEdge('aws-waf', { sets: '1' }));
    const [policy = ''] = policiesOn(template, 'wafv2:DeleteIPSet');
    expect(policy).toContain('Untilreplaced');
    expect(dependenciesOf(template, 'Custom::Fail2edgeIpSet')).toContain(policy);
  });

  test('sets for CloudFront from now on: the right to delete those of before stays', () => {
    const [policy] = policiesOn(synth(anEdge('aws-waf', { sets: '1' })), 'wafv2:DeleteIPSet');
    expect(policiesOn(synth(anEdge('aws-waf', { sets: '1', scope: 'CLOUDFRONT' })), 'wafv2:DeleteIPSet')).toEqual([
      policy,
    ]);
  });

  test('the functions that write edges know the new ones before the old ones are opened', () => {
    const dependencies = dependenciesOf(synth(acl('acl-11111111')), 'Custom::Fail2edgeBans').join(' ');
    expect(dependencies).toMatch(/EnforcementHandlerFunction/);
    expect(dependencies).toMatch(/ExpiryHandlerFunction/);
  });
});
