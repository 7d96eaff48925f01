import fc from 'fast-check';
import type { EdgeConfig } from '../../lib/core/ruleset';
import { readEdges, readEnvironment, shorten, writeEnvironment } from '../../lib/runtime/environment';

const edges: readonly EdgeConfig[] = [{ name: 'aws-nacl', kind: 'aws-nacl', options: { networkacl: 'acl-1' } }];

test('what the stack writes is what a handler reads', () => {
  const variables = writeEnvironment({ table: 'bans', edges: JSON.stringify(edges), reportTopic: 'arn:aws:sns:::t' });
  const environment = readEnvironment(variables);
  expect(environment.table).toBe('bans');
  expect(environment.edges).toEqual(edges);
  expect(environment.reportTopic).toBe('arn:aws:sns:::t');
  expect(environment.sender).toBeUndefined();
});

test('every name is its own: no two values share a variable', () => {
  const keys = ['table', 'edges', 'reportTopic', 'sender', 'ownAccount', 'stack'] as const;
  const variables = writeEnvironment(Object.fromEntries(keys.map((key) => [key, key])));
  expect(Object.values(variables).sort()).toEqual([...keys].sort());
});

test('a missing variable is named, and only when it is asked for', () => {
  const environment = readEnvironment({ TABLE: 'bans', EDGES: '' });
  expect(environment.table).toBe('bans');
  expect(() => environment.edges).toThrow('EDGES');
  expect(() => environment.ownAccount).toThrow('OWN_ACCOUNT');
});

test('a shortened list of ARNs is read as the whole list', () => {
  const shared = 'arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/Fail2edge-';
  const json = JSON.stringify([
    { name: 'aws-waf', kind: 'aws-waf', options: { ipsets: shorten(shared, ['a/1', 'b/2']) } },
  ]);
  expect(readEdges(json)[0]?.options.ipsets).toBe(`${shared}a/1,${shared}b/2`);
});

test('every other option is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string(),
        fc.string().filter((value) => !value.startsWith('arn:')),
      ),
      (options) => {
        const read = readEdges(JSON.stringify([{ name: 'aws-waf', kind: 'aws-waf', options }]));
        expect({ ...read[0]?.options }).toEqual({ ...options });
      },
    ),
  );
});

test('edges that are no list are refused', () => {
  expect(() => readEdges('{}')).toThrow('EDGES is not a list');
});
