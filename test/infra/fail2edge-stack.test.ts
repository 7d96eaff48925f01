import { Capture, Match, Template } from 'aws-cdk-lib/assertions';
import { commands } from '../../lib/cli/commands';
import type { EdgeConfig, Jail } from '../../lib/core/ruleset';
import { FUNCTIONS } from '../../lib/infra/bundle';
import { Fail2edgeStack } from '../../lib/infra/fail2edge-stack';
import type { Fail2edgeProps } from '../../lib/infra/props';
import { translate } from '../../lib/regex/translate';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from './ruleset';
import { anApp } from './scratch';
import { functionNamed, resourcesOf, statementsOf } from './template';

const lambdas = emptyHandlers();
const synth = (jails: readonly Jail[], edges: readonly EdgeConfig[], props: Partial<Fail2edgeProps> = {}) =>
  Template.fromStack(
    new Fail2edgeStack(anApp(), 'Fail2edge', {
      root,
      lambdas,
      ruleset: aRuleset(jails, edges),
      ...props,
    }),
  );

const mail = {
  destemail: ['ops@example.org', 'root@localhost'],
  sender: 'fail2edge@example.org',
  sendername: 'Fail2Ban',
  whois: true,
  lines: true,
};
const sshd = aJail('sshd', { loggroup: ['/hosts/auth'], mail });
const nginx = aJail('nginx-http-auth', { loggroup: ['/web/error', '/hosts/auth'], mail: { ...mail, lines: false } });
const template = synth(
  [
    ...[sshd, nginx, aJail('recidive', { countsBans: true, loggroup: [] })],
    aJail('requested', { requests: true, loggroup: [] }),
    aJail('drop', { list: { location: 's3://our-lists/bad.txt', interval: 3600 }, loggroup: [] }),
  ],
  [
    anEdge('aws-waf'),
    anEdge('aws-nacl', { networkacl: 'acl-11111111' }),
    anEdge('aws-security-group', { securitygroup: 'sg-33333333' }),
    anEdge('aws-prefix-list', { prefixlist: 'pl-44444444' }),
  ],
  { ids: { 'aws-nacl': 'acl-22222222' } },
);

describe('the table', () => {
  test('outlives the stack, is backed up and cannot be deleted by mistake', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      },
    });
  });

  test('goes with the stack when it is told to', () => {
    synth([sshd], [], { retain: false }).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });
});

describe('detection', () => {
  test('subscribes to every log group once, however many jails read it, under a name that never changes', () => {
    const filters = resourcesOf(template, 'AWS::Logs::SubscriptionFilter').map(({ Properties }) => Properties);
    expect(filters.map((filter) => [filter.LogGroupName, filter.FilterName])).toEqual([
      ['/hosts/auth', 'Fail2edge'],
      ['/web/error', 'Fail2edge'],
    ]);
  });

  test('lets CloudWatch Logs call it for these groups of this account only', () => {
    const sources = resourcesOf(template, 'AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === 'logs.amazonaws.com',
    );
    expect(JSON.stringify(sources.map(({ Properties }) => Properties.SourceArn))).toMatch(
      /log-group:\/hosts\/auth:\*.*log-group:\/web\/error:\*/,
    );
  });

  test('lets it call for any group of the account when there are too many for the function’s policy', () => {
    const groups = Array.from({ length: 40 }, (_, index) => `/hosts/${index}`);
    const many = synth([aJail('sshd', { loggroup: groups })], []);
    many.resourceCountIs('AWS::Logs::SubscriptionFilter', 40);
    const permissions = resourcesOf(many, 'AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === 'logs.amazonaws.com',
    );
    expect(permissions).toHaveLength(1);
    expect(JSON.stringify(permissions[0]?.Properties.SourceArn)).toMatch(/AWS::AccountId.*:log-group:\*/);
  });

  test('delivers of a group what its jails need: a pattern, or everything when one of them needs that', () => {
    const rules = (failregex: string) => ({ ...sshd.rules, failregex: [translate(failregex)] });
    const needed = synth(
      [
        aJail('login', { rules: rules('^Login failed from (?P<ip4>[\\d.]+)$'), loggroup: ['/app', '/all'] }),
        aJail('any', { rules: rules('^\\S+ (?P<ip4>[\\d.]+)$'), loggroup: ['/all'] }),
      ],
      [],
    );
    const filters = resourcesOf(needed, 'AWS::Logs::SubscriptionFilter').map(({ Properties }) => Properties);
    expect(filters.map(({ LogGroupName, FilterPattern }) => [LogGroupName, FilterPattern])).toEqual([
      ['/app', expect.stringMatching(/^%failed\\sfrom.*%$/)],
      ['/all', ''],
    ]);
  });

  test('delivers what the pattern of the group’s jails says', () => {
    const patterned = synth([sshd, nginx], [], {
      subscriptionPattern: (jails) => `%${jails.map(({ name }) => name).join('|')}%`,
    });
    patterned.hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      LogGroupName: '/hosts/auth',
      FilterPattern: '%sshd|nginx-http-auth%',
    });
    patterned.hasResourceProperties('AWS::Logs::SubscriptionFilter', {
      LogGroupName: '/web/error',
      FilterPattern: '%nginx-http-auth%',
    });
  });

  test('makes the log groups only when asked, and leaves them when the stack goes, not when it never came to be', () => {
    expect(resourcesOf(template, 'AWS::Logs::LogGroup').map((group) => group.Properties.LogGroupName)).not.toContain(
      '/hosts/auth',
    );
    synth([sshd], [], { createLogGroups: true }).hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { LogGroupName: '/hosts/auth' },
    });
  });

  test('keeps a delivery that failed three times', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });
});

describe('the way back from the failures queue', () => {
  test('leads to detect, is switched off, keeps what fails again, and its name is an output', () => {
    const mappings = template.findResources('AWS::Lambda::EventSourceMapping', {
      Properties: { Enabled: false, FunctionResponseTypes: ['ReportBatchItemFailures'] },
    });
    const [[id, mapping] = []] = Object.entries(mappings);
    expect(Object.keys(mappings)).toHaveLength(1);
    expect(JSON.stringify(mapping?.Properties.EventSourceArn)).toContain('Failures');
    expect(JSON.stringify(mapping?.Properties.FunctionName)).toContain('Detection');
    template.hasOutput('RedeliveryId', { Value: { Ref: id } });
  });

  test('brings one message at a time: one that takes too long ends a function that has none but it', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ...{ Enabled: false, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
      MaximumBatchingWindowInSeconds: Match.absent(),
    });
  });

  test('a message is not shown to another while detect has it', () => {
    const { VisibilityTimeout } = resourcesOf(template, 'AWS::SQS::Queue')[0]?.Properties ?? {};
    expect(VisibilityTimeout).toBeGreaterThanOrEqual(6 * functionNamed(template, 'detect').Properties.Timeout);
  });
});

describe('deploy and destroy', () => {
  const dependencies = (type: string) =>
    resourcesOf(template, type).map(({ DependsOn }) => [DependsOn ?? []].flat().join(' '));

  test('nothing detects, enforces or expires before the edges were compared, and all end before bans are lifted', () => {
    for (const type of ['AWS::Logs::SubscriptionFilter', 'AWS::Events::Rule']) {
      expect(dependencies(type).some((ids) => /SetupBans/.test(ids))).toBe(true);
    }
    const filters = dependencies('AWS::Logs::SubscriptionFilter');
    expect(filters.every((ids) => /SetupBans/.test(ids))).toBe(true);
    expect(dependencies('AWS::Lambda::EventSourceMapping').filter((ids) => /SetupBans/.test(ids))).toHaveLength(1);
  });

  test('the bans follow the sets: their edges name every set', () => {
    const edges = new Capture();
    template.hasResourceProperties('Custom::Fail2edgeBans', { edges });
    const text = JSON.stringify(edges.asObject());
    for (const set of Object.keys(template.findResources('Custom::Fail2edgeIpSet'))) expect(text).toContain(set);
  });

  test('the same configuration gives the same template, another ruleset calls for a comparison', () => {
    const code = (version: string) => {
      const stack = new Fail2edgeStack(anApp(), 'Fail2edge', {
        root,
        lambdas,
        ruleset: { ...aRuleset([sshd], []), version },
      });
      return resourcesOf(Template.fromStack(stack), 'Custom::Fail2edgeBans')[0]?.Properties.code;
    };
    const first = code('a');
    expect(code('a')).toBe(first);
    expect(code('b')).not.toBe(first);
  });

  test('no IP set is CloudFormation’s own: an update would put the template’s list in place of the bans', () => {
    template.resourceCountIs('AWS::WAFv2::IPSet', 0);
    template.resourceCountIs('AWS::EC2::NetworkAclEntry', 0);
    template.resourceCountIs('Custom::Fail2edgeIpSet', 4);
  });

  test('made sets are blocked by one rule, whose group is an output', () => {
    const statements = new Capture();
    template.hasResourceProperties('AWS::WAFv2::RuleGroup', {
      Scope: 'REGIONAL',
      Rules: [{ Action: { Block: {} }, Statement: { OrStatement: { Statements: statements } } }],
    });
    expect(statements.asArray()).toHaveLength(4);
    template.hasOutput('RuleGroupArn', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('Group'), 'Arn'] } });
  });

  test('behind a proxy the rule looks at every forwarded address', () => {
    const proxied = synth([sshd], [anEdge('aws-waf', { forwardedip: 'X-Forwarded-For', sets: '1' })]);
    const statement = {
      IPSetReferenceStatement: { IPSetForwardedIPConfig: { HeaderName: 'X-Forwarded-For', Position: 'ANY' } },
    };
    proxied.hasResourceProperties('AWS::WAFv2::RuleGroup', {
      Rules: [
        { Statement: { OrStatement: { Statements: [Match.objectLike(statement), Match.objectLike(statement)] } } },
      ],
    });
  });

  test('a second aws-waf edge has sets, rules and an output of its own', () => {
    const two = synth([sshd], [anEdge('aws-waf'), anEdge('aws-waf:web-app', { sets: '1' })]);
    const names = resourcesOf(two, 'Custom::Fail2edgeIpSet').map(({ Properties }) => Properties.name);
    expect(names).toEqual([
      'Fail2edge-ipv4-1',
      'Fail2edge-ipv4-2',
      'Fail2edge-ipv6-1',
      'Fail2edge-ipv6-2',
      'Fail2edge-web-app-ipv4-1',
      'Fail2edge-web-app-ipv6-1',
    ]);
    expect(Object.keys(two.findOutputs('*'))).toEqual(expect.arrayContaining(['RuleGroupArn', 'RuleGroupArnwebapp']));
  });

  test('fifty sets fit the four kilobytes of a function’s environment', () => {
    const many = synth([sshd], [anEdge('aws-waf', { sets: '25' })]);
    many.resourceCountIs('Custom::Fail2edgeIpSet', 50);
    const { EDGES } = functionNamed(many, 'enforce').Properties.Environment.Variables;
    const ids = EDGES['Fn::Join'][1].filter(
      (part: object | string) => typeof part === 'object' && 'Fn::Select' in part,
    );
    const literal = EDGES['Fn::Join'][1].filter((part: object | string) => typeof part === 'string').join('');
    const idLength = 'ipv4-25/12345678-1234-1234-1234-123456789012'.length;
    expect(ids).toHaveLength(50);
    expect(literal.length + 50 * idLength).toBeLessThan(3500);
  });

  test('given sets are used as they are: nothing of WAF is made', () => {
    const given = synth([sshd], [anEdge('aws-waf')], {
      ids: {
        'aws-waf': 'arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/bans/12345678-1234-1234-1234-123456789012',
      },
    });
    given.resourceCountIs('Custom::Fail2edgeIpSet', 0);
    given.resourceCountIs('AWS::WAFv2::RuleGroup', 0);
    expect(functionNamed(given, 'enforce').Properties.Environment.Variables.EDGES).toContain('ipset/bans/12345678');
  });

  test('what is for CloudFront is made in us-east-1, its rule group only where the stack is there', () => {
    const cloudfront = synth([sshd], [anEdge('aws-waf', { scope: 'CLOUDFRONT' })]);
    cloudfront.hasResourceProperties('Custom::Fail2edgeIpSet', { scope: 'CLOUDFRONT' });
    cloudfront.hasResource('AWS::WAFv2::RuleGroup', { Condition: Match.anyValue() });
    expect(JSON.stringify(functionNamed(cloudfront, 'enforce').Properties.Environment)).toContain(':wafv2:us-east-1:');
  });
});

describe('outputs', () => {
  const nextStep = (of: Template): string => of.findOutputs('NextStep').NextStep?.Value;

  test('the next step names the log groups and the log that tells the bans', () => {
    expect(nextStep(template)).toBe(
      "Add the rule group to your web ACL. Send the hosts' logs to /hosts/auth, /web/error. " +
        'Bans are told in: aws logs tail /fail2edge/Fail2edge/detect',
    );
  });

  test('no output or description names a command that is not there', () => {
    const words = JSON.stringify(template.findOutputs('*')).matchAll(/fail2edge (\w+)/g);
    expect([...words].map(([, word]) => word).filter((word) => !commands.some(({ name }) => name === word))).toEqual(
      [],
    );
  });
});

describe('what is refused at synth', () => {
  const refusal = (jails: readonly Jail[], edges: readonly EdgeConfig[], props: Partial<Fail2edgeProps> = {}) => {
    try {
      synth(jails, edges, props);
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing';
  };

  test('an edge that does not say what it writes to, with the words to write', () => {
    expect(refusal([sshd], [anEdge('aws-nacl'), anEdge('aws-security-group')])).toBe(
      [
        'edge aws-nacl does not say what it writes to: deploy with -c networkAcl=acl-0123456789abcdef0, ' +
          'or write banaction = aws-nacl[networkacl=acl-0123456789abcdef0]; ' +
          'vpc-ID or tag:KEY=VALUE in its place stands for all network ACLs of a VPC or tag',
        'edge aws-security-group does not say what it writes to: deploy with -c securityGroup=sg-0123456789abcdef0, ' +
          'or write banaction = aws-security-group[securitygroup=sg-0123456789abcdef0]',
      ].join('\n'),
    );
  });

  test('an id that is none', () => {
    expect(refusal([sshd], [anEdge('aws-nacl')], { ids: { 'aws-nacl': 'subnet-1' } })).toBe(
      'edge aws-nacl: networkacl: "subnet-1" is not an id',
    );
  });

  test('two edges on one network ACL', () => {
    const both = [
      anEdge('aws-nacl', { networkacl: 'acl-11111111' }),
      anEdge('aws-nacl:web', { networkacl: 'acl-22222222 acl-11111111' }),
    ];
    expect(refusal([sshd], both)).toContain('edges aws-nacl and aws-nacl:web both write to acl-11111111');
  });

  test('our own log', () => {
    const mirror = aJail('mirror', { loggroup: ['/fail2edge/Fail2edge/detect'] });
    expect(refusal([mirror], [])).toContain('jail.local:3: jail mirror: /fail2edge/Fail2edge/detect is our own log');
  });

  test('a jail without a log group', () => {
    expect(refusal([aJail('a', { loggroup: [] }), aJail('recidive', { loggroup: [], countsBans: true })], [])).toBe(
      'jail.local:3: jail a: has no log group; write loggroup = NAME',
    );
  });
});

describe('roles', () => {
  const allows = (name: string) => statementsOf(template, name);
  const actions = (name: string) => allows(name).flatMap(({ Action }) => [Action].flat() as string[]);

  test.each(FUNCTIONS)('%s: no action is a wildcard', (name) => {
    expect(actions(name).filter((action) => action.includes('*'))).toEqual([]);
    expect(actions(name).length).toBeGreaterThan(3);
  });

  test.each(FUNCTIONS)('%s: every resource is named but for Describe and List', (name) => {
    const open = allows(name).filter(({ Resource }) => [Resource].flat().includes('*'));
    const words = open.flatMap(({ Action }) => [Action].flat() as string[]);
    expect(words.filter((action) => !/:(Describe|List)/.test(action))).toEqual([]);
  });

  test('no role holds a managed policy', () => {
    const managed = resourcesOf(template, 'AWS::IAM::Role').filter(({ Properties }) => Properties.ManagedPolicyArns);
    expect(managed).toEqual([]);
  });

  test('detect, which reads hostile lines, holds no edge, sends no mail, writes no edge state', () => {
    expect(actions('detect').filter((action) => /^(ec2|wafv2|ses|sns):/.test(action))).toEqual([]);
    expect(JSON.stringify(allows('detect'))).not.toContain('EDGE#');
  });

  test('enforce changes only what its edges were given, and no ban', () => {
    const writes = allows('enforce').filter(({ Action }) =>
      /NetworkAclEntry|UpdateIPSet|Ingress|ModifyManaged/.test(JSON.stringify(Action)),
    );
    const text = JSON.stringify(writes.map(({ Resource }) => Resource));
    for (const id of ['network-acl/acl-22222222', 'security-group/sg-33333333', 'prefix-list/pl-44444444']) {
      expect(text).toContain(id);
    }
    expect(text).not.toContain('acl-11111111');
    for (const set of Object.keys(template.findResources('Custom::Fail2edgeIpSet'))) expect(text).toContain(set);
    const bans = allows('enforce').filter((statement) => JSON.stringify(statement).includes('BAN#'));
    expect([...new Set(bans.flatMap(({ Action }) => Action))]).toEqual(['dynamodb:GetItem', 'dynamodb:Query']);
  });

  test('a rule of a security group is tagged when it is made, and at no other time', () => {
    for (const name of ['enforce', 'expire', 'setup']) {
      const tagging = allows(name).filter(({ Action }) => JSON.stringify(Action).includes('ec2:CreateTags'));
      expect(tagging.map(({ Action, Condition }) => [Action, Condition?.StringEquals])).toEqual([
        ['ec2:CreateTags', { 'ec2:CreateAction': 'AuthorizeSecurityGroupIngress' }],
      ]);
    }
  });

  test('network ACLs of a VPC or tag are named by a condition, and nothing else of EC2 is open', () => {
    const chosen = synth([sshd], [anEdge('aws-nacl', { networkacl: 'vpc-11111111 tag:role=web' })]);
    for (const name of ['enforce', 'expire', 'setup']) {
      const writes = statementsOf(chosen, name).filter(({ Action }) =>
        JSON.stringify(Action).includes('NetworkAclEntry'),
      );
      expect(writes.map(({ Condition }) => JSON.stringify(Condition))).toEqual([
        expect.stringMatching(/"ArnEquals":\{"ec2:Vpc":.*:vpc\/vpc-11111111/),
        '{"StringEquals":{"aws:ResourceTag/role":"web"}}',
      ]);
    }
  });

  test('report sends as the jails’ sender to their recipients, reads the lines of jails that show them, holds no edge', () => {
    expect(actions('report').filter((action) => /^(ec2|wafv2):/.test(action))).toEqual([]);
    const send = allows('report').find(({ Action }) => Action === 'ses:SendEmail');
    expect(send?.Condition?.StringEquals?.['ses:FromAddress']).toEqual(['fail2edge@example.org']);
    const read = allows('report').find(({ Action }) => Action === 'logs:FilterLogEvents');
    expect(JSON.stringify(read?.Resource)).toContain('log-group:/hosts/auth');
    expect(JSON.stringify(read?.Resource)).not.toContain('/web/error');
  });
});

describe('functions', () => {
  test('are six, and two for bans from elsewhere, on arm64, with memory, timeout and a log of their own that is kept a month', () => {
    const functions = resourcesOf(template, 'AWS::Lambda::Function').map(({ Properties }) => Properties);
    expect(functions).toHaveLength(8);
    for (const one of functions) {
      expect(one).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      expect(one.MemorySize * one.Timeout).toBeGreaterThan(0);
      expect(one.ReservedConcurrentExecutions).toBeUndefined();
      expect(one.LoggingConfig.LogGroup).toBeDefined();
    }
    for (const group of resourcesOf(template, 'AWS::Logs::LogGroup')) expect(group.Properties.RetentionInDays).toBe(30);
  });
});
