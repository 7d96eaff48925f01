import type { RuleMemory, SavedRule } from '../../lib/edges/ports';

const RULES: readonly SavedRule[] = [
  {
    kind: 'group-rule',
    group: 'sg-1',
    rule: {
      protocol: 'tcp',
      ports: { from: 22, to: 22 },
      description: 'office "Zürich"\n',
      tags: { Name: 'a', __owner: 'b' },
      family: 'ipv4',
      cidr: '192.0.2.0/24',
    },
    pieces: ['192.0.2.128/25', '192.0.2.0/26'],
  },
  { kind: 'roll-up', acl: 'acl-1', cidr: '2001:db8::/48' },
];

/** What every memory of an edge's own rules must do. */
export function ruleMemoryContract(empty: () => Promise<RuleMemory>): void {
  it('remembers nothing of an edge that did nothing', async () => {
    expect(await (await empty()).load('aws-security-group')).toEqual([]);
  });

  it('gives the rules back as they were saved, also to another process', async () => {
    const memory = await empty();
    await memory.save('aws-security-group', RULES);
    expect(await memory.load('aws-security-group')).toEqual(RULES);
  });

  it('replaces the list as a whole', async () => {
    const memory = await empty();
    await memory.save('aws-nacl', RULES);
    await memory.save('aws-nacl', RULES.slice(1));
    expect(await memory.load('aws-nacl')).toEqual(RULES.slice(1));
    await memory.save('aws-nacl', []);
    expect(await memory.load('aws-nacl')).toEqual([]);
  });

  it('keeps edges apart, whatever their names hold', async () => {
    const memory = await empty();
    await memory.save('a#b', RULES);
    expect(await memory.load('a%23b')).toEqual([]);
    expect(await memory.load('a')).toEqual([]);
  });

  it('does not change what it holds when the given list is changed later', async () => {
    const memory = await empty();
    const list = [...RULES];
    await memory.save('aws-nacl', list);
    list.pop();
    expect(await memory.load('aws-nacl')).toEqual(RULES);
  });
}
