import { statusOf } from '../../../lib/app/operate/status';
import { memoryBans } from '../../../lib/stores/memory/bans';
import { memoryCounters } from '../../../lib/stores/memory/counters';
import { ticket } from '../../stores/ban-contract';
import { aJail } from '../../support/builders';

const NOW = 1_800_000_000;
const sshd = aJail({ name: 'sshd', findtime: 600 });
const web = aJail({ name: 'web', findtime: 60 });

/** An account on which these failed, each `ago` seconds before now. */
async function account(failed: readonly (readonly [jail: string, ip: string, ...ago: number[]])[]) {
  const clock = () => NOW;
  const [bans, counters] = [memoryBans(clock), memoryCounters(clock)];
  for (const [jail, ip, ...agos] of failed) {
    const failures = agos.map((ago) => ({ time: NOW - ago, eventId: `id${ago}` }));
    await counters.add({ jail, ip }, failures, NOW + 86_400);
  }
  const ports = { bans, counters, clock };
  return {
    bans,
    ports,
    failed: async (jails = [sshd, web]) => (await statusOf(ports, jails)).statuses.map((s) => s.failed),
  };
}

describe('Currently failed counts', () => {
  it('addresses, not failures, of each jail', async () => {
    const { failed } = await account([
      ['sshd', '192.0.2.1', 5, 4, 3],
      ['sshd', '192.0.2.2', 5],
      ['web', '192.0.2.1', 1],
      ['other', '192.0.2.3', 1],
    ]);
    expect(await failed()).toEqual([2, 1]);
    expect(await failed([sshd])).toEqual([2]);
    expect(await failed([])).toEqual([]);
  });

  it('failures within the findtime of the jail: later than as long ago, as the window has it', async () => {
    const { failed } = await account([
      ['sshd', '192.0.2.1', 600],
      ['sshd', '192.0.2.2', 599.9, 5000],
      ['web', '192.0.2.1', 61],
      ['web', '192.0.2.2', 59],
    ]);
    expect(await failed()).toEqual([1, 1]);
  });

  it('nobody whose failures a ban cleared, and whoever failed again since', async () => {
    const { bans, failed } = await account([
      ['sshd', '192.0.2.1', 30, 20],
      ['sshd', '192.0.2.2', 30, 10],
      ['web', '192.0.2.1', 30],
    ]);
    for (const ip of ['192.0.2.1', '192.0.2.2']) await bans.put(ticket({ ip, clearedAt: NOW - 20, end: null }), null);
    expect(await failed()).toEqual([1, 1]);
  });

  it('nothing where nobody may list the counters', async () => {
    const { ports } = await account([['sshd', '192.0.2.1', 1]]);
    const { statuses } = await statusOf({ ...ports, counters: undefined }, [sshd, web]);
    expect(statuses.map(({ failed }) => failed)).toEqual([null, null]);
  });
});
