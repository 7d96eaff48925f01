import type { AppEvent } from '../../lib/core/event';
import { createMetrics } from '../../lib/runtime/metrics';

function measured(act: (metrics: ReturnType<typeof createMetrics>) => void): Record<string, unknown>[] {
  const writes: string[] = [];
  const metrics = createMetrics({
    stack: 'Fail2edge',
    clock: () => 1_700_000_000.5,
    write: (text) => writes.push(text),
  });
  act(metrics);
  metrics.flush();
  expect(writes.length).toBeLessThanOrEqual(1);
  return writes
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const found = (jail: string): AppEvent => ({
  event: 'found',
  time: 1,
  jail,
  ip: '192.0.2.1',
  logGroup: 'g',
  eventId: '1',
});
const ban: AppEvent = { event: 'ban', time: 1, jail: 'sshd', ip: '192.0.2.1', failures: 5, bancount: 1, until: null };
const unban: AppEvent = { event: 'unban', time: 1, jail: 'sshd', ip: '192.0.2.1', reason: 'expired' };
const prolong: AppEvent = { event: 'prolong', time: 1, jail: 'sshd', ip: '192.0.2.1', until: 9 };
const ignored = (reason: 'ignoreip' | 'ambiguous' | 'invalid-address'): AppEvent => ({
  event: 'ignored',
  time: 1,
  jail: 'sshd',
  id: 'x',
  reason,
});

describe('metrics', () => {
  it('are a line of the embedded metric format a jail', () => {
    const lines = measured(({ emit, count, lag }) => {
      for (const event of [found('sshd'), found('sshd'), ban]) emit(event);
      count('sshd', 'truncated', 3);
      lag('sshd', 2.5);
      lag('sshd', 7);
      lag('sshd', 1);
    });
    expect(lines).toEqual([
      {
        _aws: {
          Timestamp: 1_700_000_000_500,
          CloudWatchMetrics: [
            {
              Namespace: 'Fail2edge',
              Dimensions: [['stack', 'jail']],
              Metrics: [
                { Name: 'found', Unit: 'Count' },
                { Name: 'banned', Unit: 'Count' },
                { Name: 'truncated', Unit: 'Count' },
                { Name: 'lag', Unit: 'Seconds' },
              ],
            },
          ],
        },
        stack: 'Fail2edge',
        jail: 'sshd',
        found: 2,
        banned: 1,
        truncated: 3,
        lag: 7,
      },
    ]);
  });

  it('keep jails apart, all in one write', () => {
    const lines = measured(({ emit }) => {
      for (const event of [found('sshd'), found('nginx-http-auth'), unban]) emit(event);
    });
    expect(lines).toEqual([
      expect.objectContaining({ jail: 'sshd', found: 1, unbanned: 1 }),
      expect.objectContaining({ jail: 'nginx-http-auth', found: 1 }),
    ]);
  });

  it('name the reasons an operator must act on', () => {
    const [line] = measured(({ emit }) => {
      for (const reason of ['ignoreip', 'ambiguous', 'invalid-address', 'ambiguous'] as const) emit(ignored(reason));
    });
    expect(line).toMatchObject({ ignored: 4, ambiguous: 2, invalid: 1 });
  });

  it('say how much does not fit on an edge, for it and for the whole stack, also when everything fits again', () => {
    const lines = measured(({ edge }) => {
      edge('aws-nacl', { overflow: 12, shadowed: 0, full: 100 });
      edge('aws-nacl', { overflow: 11, shadowed: 1, full: 100 });
      edge('aws-waf', { overflow: 0, shadowed: 0, full: 0.5 });
    });
    expect(lines).toEqual([
      expect.objectContaining({ stack: 'Fail2edge', edge: 'aws-nacl', overflow: 11, shadowed: 1, full: 100 }),
      expect.objectContaining({ stack: 'Fail2edge', edge: 'aws-waf', overflow: 0, shadowed: 0, full: 0.5 }),
    ]);
    const Metrics = [
      { Name: 'overflow', Unit: 'Count' },
      { Name: 'shadowed', Unit: 'Count' },
      { Name: 'full', Unit: 'Percent' },
    ];
    expect(lines[0]).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Dimensions: [['stack'], ['stack', 'edge']], Metrics }] },
    });
  });

  it('say that a ticket cannot be read for the whole stack: its jail may not be known', () => {
    const lines = measured(({ unreadable }) => {
      for (let times = 0; times < 2; times++) unreadable();
    });
    expect(lines).toEqual([expect.objectContaining({ stack: 'Fail2edge', unreadable: 2 })]);
    expect(lines[0]).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Dimensions: [['stack']], Metrics: [{ Name: 'unreadable', Unit: 'Count' }] }] },
    });
  });

  it('are not written when nothing happened, and begin anew after each write', () => {
    expect(measured(() => {})).toEqual([]);
    expect(measured(({ emit }) => emit(prolong))).toEqual([]);
    const writes: string[] = [];
    const metrics = createMetrics({ stack: 's', clock: () => 1, write: (text) => writes.push(text) });
    for (let invocation = 0; invocation < 2; invocation++) {
      metrics.emit(ban);
      metrics.flush();
    }
    expect(writes.map((text) => JSON.parse(text).banned)).toEqual([1, 1]);
  });

  it('go to standard output', () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const metrics = createMetrics({ stack: 's', clock: () => 1 });
    metrics.emit(ban);
    metrics.flush();
    metrics.flush();
    const lines = write.mock.calls.map(([text]) => JSON.parse(String(text)));
    write.mockRestore();
    expect(lines).toEqual([expect.objectContaining({ stack: 's', jail: 'sshd', banned: 1 })]);
  });
});
