import type { Outbox } from '../../../lib/core/report';
import { aBan } from '../../fakes/aws-mail/builders';

/** What every outbox must do. */
export function outboxContract(make: () => Promise<Outbox>): void {
  const OPS = 'ops@example.com';
  const LATER = 2_000_000_000;
  let outbox: Outbox;
  beforeEach(async () => {
    outbox = await make();
  });

  const ips = (box: { bans: readonly { ip: string }[] } | undefined) => box?.bans.map(({ ip }) => ip).sort();
  const [a, b] = [aBan({ ip: '192.0.2.1' }), aBan({ ip: '192.0.2.2', end: null, time: 1_700_000_000.25 })];

  it('holds nothing at first', async () => {
    expect(await outbox.recipients()).toEqual([]);
    expect(await outbox.open(OPS, 1, 2)).toBeUndefined();
  });

  it('gives bans back as they were put in, for each recipient its own', async () => {
    await outbox.add(OPS, [a, b], LATER);
    await outbox.add('sec@example.com', [b], LATER);
    expect([...(await outbox.recipients())].sort()).toEqual([OPS, 'sec@example.com']);
    const box = await outbox.open(OPS, 1, 2);
    expect([...(box?.bans ?? [])].sort((x, y) => (x.ip < y.ip ? -1 : 1))).toEqual([a, b]);
  });

  it('takes a ban once, however often it is added, also after it was sent', async () => {
    await outbox.add(OPS, [a], LATER);
    await outbox.add(OPS, [a, { ...a, version: 9 }], LATER);
    const box = (await outbox.open(OPS, 1, 2))!;
    expect(ips(box)).toEqual([a.ip]);
    await outbox.close(box, [a], LATER);
    expect(await outbox.recipients()).toEqual([]);
    await outbox.add(OPS, [a], LATER);
    expect(ips(await outbox.open(OPS, 3, 4))).toEqual([]);
  });

  it('keeps what was not sent', async () => {
    await outbox.add(OPS, [a, b], LATER);
    await outbox.close((await outbox.open(OPS, 1, 2))!, [a], LATER);
    expect(await outbox.recipients()).toEqual([OPS]);
    expect(ips(await outbox.open(OPS, 1, 2))).toEqual([b.ip]);
  });

  it('is open to one run at a time, until it gives the lease back or dies with it', async () => {
    await outbox.add(OPS, [a], LATER);
    const box = (await outbox.open(OPS, 100, 400))!;
    expect(await outbox.open(OPS, 399, 700)).toBeUndefined();
    await outbox.close(box, [], LATER);
    expect(await outbox.open(OPS, 399, 700)).toBeDefined();
    expect(await outbox.open(OPS, 700, 900)).toBeDefined();
  });

  it('a run that lost its lease marks what it sent, and leaves the new lease alone', async () => {
    await outbox.add(OPS, [a, b], LATER);
    const late = (await outbox.open(OPS, 100, 400))!;
    const current = (await outbox.open(OPS, 400, 700))!;
    await outbox.close(late, [a], LATER);
    expect(await outbox.open(OPS, 500, 800)).toBeUndefined();
    await outbox.close(current, [], LATER);
    expect(ips(await outbox.open(OPS, 500, 800))).toEqual([b.ip]);
  });

  it('what is added while a box is open waits for the next opening', async () => {
    await outbox.add(OPS, [a], LATER);
    const box = (await outbox.open(OPS, 1, 2))!;
    await outbox.add(OPS, [b], LATER);
    await outbox.close(box, [a], LATER);
    expect(await outbox.recipients()).toEqual([OPS]);
    expect(ips(await outbox.open(OPS, 1, 2))).toEqual([b.ip]);
  });

  it('forgets what could not be sent in time', async () => {
    await outbox.add(OPS, [a], 1_000);
    expect(ips(await outbox.open(OPS, 1_000, 1_300))).toEqual([]);
  });

  it('holds a flood', async () => {
    const flood = Array.from({ length: 50 }, (_, index) => aBan({ ip: `198.18.${index >> 8}.${index & 255}` }));
    await outbox.add(OPS, flood, LATER);
    const box = (await outbox.open(OPS, 1, 2))!;
    expect(ips(box)).toEqual(flood.map(({ ip }) => ip).sort());
    await outbox.close(box, flood, LATER);
    expect(await outbox.recipients()).toEqual([]);
  });
}
