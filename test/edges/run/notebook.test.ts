import type { SavedRule } from '../../../lib/edges/ports';
import { openNotebook, remembers } from '../../../lib/edges/run/notebook';
import { memoryRules } from '../../../lib/stores/memory/rule-memory';

const rollUp = (acl: string, cidr: string): SavedRule => ({ kind: 'roll-up', acl, cidr });
const [ONE, TWO] = [rollUp('acl-1', '192.0.2.0/24'), rollUp('acl-2', '192.0.2.0/24')] as const;

describe('what an edge remembers', () => {
  it('is kept by what it is of: an edge of another name finds it', async () => {
    const memory = memoryRules();
    await (await openNotebook(memory, 'aws-nacl', ['acl-1', 'acl-2'])).save(() => [ONE, TWO, TWO]);
    expect((await openNotebook(memory, 'aws-nacl:office', ['acl-2'])).rules()).toEqual([TWO]);
    expect(await remembers(memory, 'aws-nacl:office', ['acl-1', 'acl-2'])).toEqual([ONE, TWO]);
  });

  it('of before, by the edge’s name, moves there with the first write; of what it no longer writes to it stays', async () => {
    const memory = memoryRules();
    await memory.save('aws-nacl', [ONE, TWO]);
    const notebook = await openNotebook(memory, 'aws-nacl', ['acl-2']);
    expect(notebook.rules()).toHaveLength(2);
    await notebook.save((rules) => rules);
    expect([await memory.load('aws-nacl'), await memory.load('acl-2')]).toEqual([[ONE], [TWO]]);
  });

  it('is not written when nothing changed', async () => {
    const memory = memoryRules();
    await memory.save('acl-1', [ONE]);
    const save = jest.spyOn(memory, 'save');
    await (await openNotebook(memory, 'aws-nacl', ['acl-1'])).save((rules) => [...rules, ONE]);
    expect(save).not.toHaveBeenCalled();
  });
});
