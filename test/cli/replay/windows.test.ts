import type { TimedLine } from '../../../lib/cli/replay/merge';
import { orderGroups, runsOf } from '../../../lib/cli/replay/windows';
import type { Jail, Ruleset } from '../../../lib/core/ruleset';

const file = (...jails: string[]) => ({ file: '', jails });
const rulesetOf = (...jails: Partial<Jail>[]) => ({ jails }) as unknown as Ruleset;
const plain = rulesetOf({ countsBans: false, increment: null });

describe('the order of lines is kept', () => {
  it('among files that feed one jail, also by way of a third', () => {
    expect(orderGroups([file('sshd'), file('nginx'), file('sshd')], plain)).toEqual([0, 1, 0]);
    expect(new Set(orderGroups([file('a'), file('b'), file('a', 'b')], plain)).size).toBe(1);
  });

  it('among all files when a jail counts the bans of others', () => {
    expect(orderGroups([file('sshd'), file('nginx')], rulesetOf({ countsBans: true }))).toEqual([0, 0]);
    const overall = { increment: { overalljails: true } as Jail['increment'] };
    expect(orderGroups([file('sshd'), file('nginx')], rulesetOf(overall))).toEqual([0, 0]);
  });
});

describe('a window is delivered', () => {
  const lines = [0, 0, 1, 0, 1].map((from, index): TimedLine => ({ file: from, line: index, text: '', time: index }));
  const shown = (groups: number[]) => runsOf(lines, groups).map((run) => run.map(({ line }) => line));

  it('as one payload a file where order between files plays no part', () => {
    expect(shown([0, 1])).toEqual([
      [0, 1, 3],
      [2, 4],
    ]);
  });

  it('as a payload for every change of file where it does', () => {
    expect(shown([0, 0])).toEqual([[0, 1], [2], [3], [4]]);
  });

  it('as one payload a stream of a log group, whatever is between its lines', () => {
    const streamed = ['a', 'b', 'a', 'b', 'c'].map(
      (stream, index): TimedLine => ({ file: 0, line: index, text: '', time: index, stream }),
    );
    expect(runsOf(streamed, [0]).map((run) => run.map(({ line }) => line))).toEqual([[0, 2], [1, 3], [4]]);
  });
});
