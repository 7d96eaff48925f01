import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Node } from 'constructs';
import { readSettings } from '../../lib/infra/settings';
import { root } from './ruleset';
import { scratch } from './scratch';

const read = (context: Record<string, string> = {}) => readSettings(new App({ context, outdir: scratch() }).node);

test('without -c: the table stays, log groups are there, a minute of bans makes a report', () => {
  expect(read()).toEqual({
    config: undefined,
    stackName: 'Fail2edge',
    ids: {},
    retain: true,
    createLogGroups: false,
    dashboard: true,
    busSenders: [],
    everyLine: false,
    notify: undefined,
    sender: undefined,
    digest: 60,
    loadBalancers: [],
    webAcl: undefined,
    usage: { lines: 10_000_000, failures: 500_000, bans: 10_000 },
    protect: [],
    deployer: [],
  });
});

test('protect and deployer are addresses and ranges, in one form', () => {
  expect(read({ protect: '192.0.2.1, 198.51.100.9/24', deployer: '2001:DB8::1' })).toMatchObject({
    protect: ['192.0.2.1/32', '198.51.100.0/24'],
    deployer: ['2001:db8::1/128'],
  });
  expect(() => read({ protect: 'office', deployer: '192.0.2.300' })).toThrow(
    '-c protect=office: that is no address or range\n-c deployer=192.0.2.300: that is no address or range',
  );
});

test('ids are given by the kind of their edge', () => {
  const ids = read({ networkAcl: 'acl-1', securityGroup: 'sg-1', prefixList: 'pl-1,pl-2', ipSets: 'arn:1' }).ids;
  expect(ids).toEqual({
    'aws-nacl': 'acl-1',
    'aws-security-group': 'sg-1',
    'aws-prefix-list': 'pl-1,pl-2',
    'aws-waf': 'arn:1',
  });
});

test('retain=false, createLogGroups=true, subscriptionPattern=all', () => {
  expect(read({ retain: 'false', createLogGroups: 'true', subscriptionPattern: 'all' })).toMatchObject({
    retain: false,
    createLogGroups: true,
    everyLine: true,
  });
});

test('every value that cannot be used is named at once', () => {
  expect(() => read({ retain: 'no', digest: '301', stack: '9' })).toThrow(
    [
      '-c retain=no: write true or false',
      '-c stack=9: write letters, digits and -, a letter first, at most 100',
      '-c digest: write 0 to 300 seconds',
    ].join('\n'),
  );
});

test('of lines alone, failures and bans keep their usual share', () => {
  expect(read({ lines: '1000000' }).usage).toEqual({ lines: 1_000_000, failures: 50_000, bans: 1_000 });
  expect(read({ lines: '1000000', bans: '7' }).usage).toEqual({ lines: 1_000_000, failures: 50_000, bans: 7 });
  expect(() => read({ failures: '5%' })).toThrow('-c failures=5%: write a whole number');
});

test('docs/operations.md tells of everything that -c can say, and of nothing else', () => {
  const asked = new Set<string>();
  const node = { tryGetContext: (name: string) => void asked.add(name) } as unknown as Node;
  readSettings(node);
  const manual = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
  const table = manual.slice(manual.indexOf('\n| `-c`'), manual.indexOf('\nIds given with'));
  const told = [...table.matchAll(/^\| (`\w+=.*?) +\|/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`(\w+)=/g)].map(([, name]) => name),
  );
  expect(told.sort()).toEqual([...asked].sort());
});
