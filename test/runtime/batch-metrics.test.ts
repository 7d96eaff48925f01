import { batchMetrics } from '../../lib/runtime/batch-metrics';
import { createMetrics } from '../../lib/runtime/metrics';
import { aBatch, aJail, deliveryOf } from '../support/builders';

const REPORT = { records: 3, matched: 1, ignored: 0, missed: 2, banned: 0 };
const JAILS = [
  aJail({ name: 'nginx-http-auth', loggroup: ['/nginx/error'] }),
  aJail({ name: 'nginx-limit-req', loggroup: ['/nginx/error', '/nginx/other'] }),
  aJail({ name: 'sshd', loggroup: ['/auth'] }),
];

function told(act: (tell: ReturnType<typeof batchMetrics>) => void) {
  const writes: string[] = [];
  const metrics = createMetrics({ stack: 's', clock: () => 1000, write: (text) => writes.push(text) });
  act(batchMetrics({ jails: JAILS }, metrics, () => 1000));
  metrics.flush();
  const lines = writes
    .join('')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
const batch = (logGroup: string, ...times: readonly number[]) =>
  deliveryOf(
    aBatch(
      times.map((time) => [time, 'a line'] as const),
      { logGroup },
    ),
  );

describe('a batch', () => {
  it('tells each jail of its log group how long the oldest event was on its way, and how many lines nobody read', () => {
    expect(told((tell) => tell(batch('/nginx/error', 990, 970.5, 999), REPORT))).toEqual([
      expect.objectContaining({ jail: 'nginx-http-auth', lag: 29.5, unparsed: 2 }),
      expect.objectContaining({ jail: 'nginx-limit-req', lag: 29.5, unparsed: 2 }),
    ]);
  });

  it('adds up within an invocation, the greatest lag counts', () => {
    const lines = told((tell) => {
      for (const time of [999, 940, 950]) tell(batch('/auth', time), REPORT);
    });
    expect(lines).toEqual([expect.objectContaining({ jail: 'sshd', lag: 60, unparsed: 6 })]);
  });

  it('of a host whose clock is ahead has no lag; without a strange line it says nothing of them', () => {
    const [line] = told((tell) => tell(batch('/auth', 1005), { ...REPORT, missed: 0 }));
    expect(line).toMatchObject({ jail: 'sshd', lag: 0 });
    expect(line).not.toHaveProperty('unparsed');
  });

  it('without a line, or of a log group that nobody watches, says nothing', () => {
    expect(told((tell) => tell(batch('/auth'), REPORT))).toEqual([]);
    expect(told((tell) => tell(batch('/elsewhere', 990), REPORT))).toEqual([]);
  });
});
