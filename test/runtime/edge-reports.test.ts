import type { EdgeReport } from '../../lib/core/edge';
import { edgeReports } from '../../lib/runtime/edge-reports';
import { createLog } from '../../lib/runtime/log';
import { createMetrics } from '../../lib/runtime/metrics';
import { aRuleset } from '../support/builders';

const REPORT: EdgeReport = {
  ...{ held: [], added: [], removed: [], overflow: [], notices: [], room: [], writes: 0, probe: '' },
};
const SHADOW = 'shadowed: rule 5 allows tcp 22-22 from 0.0.0.0/0 before 3 of our denies';

function setUp(mode?: string) {
  const lines: Record<string, unknown>[] = [];
  const measured: Record<string, unknown>[] = [];
  const into = (all: Record<string, unknown>[]) => (text: string) => {
    for (const line of text.trim().split('\n')) all.push(JSON.parse(line));
  };
  const metrics = createMetrics({ stack: 's', clock: () => 1, write: into(measured) });
  const observer = { log: createLog({ write: into(lines) }), metrics };
  const options = mode === undefined ? {} : { mode };
  const ruleset = aRuleset({ edges: [{ name: 'aws-nacl', kind: 'aws-nacl', options }] });
  const report = edgeReports(observer, ruleset);
  return {
    lines,
    tell: (over: Partial<EdgeReport>) => report('aws-nacl', { ...REPORT, ...over }),
    levels: () => {
      metrics.flush();
      return measured.at(-1);
    },
  };
}

describe('an edge that was looked at', () => {
  it('tells its levels: what waits, what an allow overrules, how full the fuller family is', () => {
    const { tell, levels } = setUp();
    tell({
      overflow: ['192.0.2.1/32', '192.0.2.2/32'],
      notices: [SHADOW, 'another'],
      room: [
        { family: 'ipv4', used: 9, capacity: 18 },
        { family: 'ipv6', used: 17, capacity: 20 },
        { family: 'ipv6', used: 0, capacity: 0 },
      ],
    });
    expect(levels()).toMatchObject({ edge: 'aws-nacl', overflow: 2, shadowed: 1, full: 85 });
    tell({});
    expect(levels()).toMatchObject({ overflow: 0, shadowed: 0, full: 0 });
  });

  it('tells what was written, and nothing when nothing was', () => {
    const { tell, lines } = setUp();
    tell({ added: ['192.0.2.1/32'], removed: ['192.0.2.2/32', '192.0.2.3/32'], writes: 3 });
    tell({});
    expect(lines).toEqual([
      {
        ...{ level: 'NOTICE', message: 'edge changed', edge: 'aws-nacl', writes: 3, adds: 1, removes: 2 },
        ...{ added: ['192.0.2.1/32'], removed: ['192.0.2.2/32', '192.0.2.3/32'] },
      },
    ]);
  });

  it('names twenty addresses at most', () => {
    const { tell, lines } = setUp();
    tell({ added: Array.from({ length: 5000 }, (_, n) => `10.0.${n >> 8}.${n & 255}/32`), writes: 1 });
    expect(lines[0]).toMatchObject({ adds: 5000 });
    expect(lines[0]?.added).toHaveLength(20);
  });

  it('says once what an operator must know, and again when it changes or comes back', () => {
    const { tell, lines } = setUp();
    for (const notices of [[SHADOW], [SHADOW], [SHADOW, 'b'], [], [], [SHADOW]]) tell({ notices });
    expect(lines.map(({ message }) => message)).toEqual([SHADOW, SHADOW, 'b', SHADOW]);
    expect(lines[0]).toEqual({ level: 'WARNING', message: SHADOW, edge: 'aws-nacl' });
  });

  it('in a dry run tells what it would write, once', () => {
    const { tell, lines } = setUp('dry-run');
    for (let looks = 0; looks < 3; looks++) tell({ added: ['192.0.2.1/32'] });
    tell({ added: ['192.0.2.1/32', '192.0.2.2/32'] });
    expect(lines.map(({ adds }) => adds)).toEqual([1, 2]);
    expect(lines[0]).toMatchObject({ level: 'NOTICE', message: expect.stringContaining('dry run') });
  });
});
