import { ec2PrefixLists } from '../../../lib/edges/aws/ec2-prefix-lists';
import type { PrefixListChange, PrefixLists } from '../../../lib/edges/ports';
import { localPrefixLists } from '../../../lib/local/edges/prefix-lists';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakePrefixLists } from '../../fakes/aws/ec2-prefix-lists';
import { LIST4, LIST6 } from '../worlds/prefix';

/** The port over both accounts; `later` lets EC2 finish. */
const accounts: readonly (readonly [string, (maxEntries?: number) => { port: PrefixLists; later: () => void }])[] = [
  [
    'the SDK adapter and a strict EC2',
    (maxEntries) => {
      const cloud = fakeCloud();
      const ec2 = fakePrefixLists(cloud);
      ec2.create(LIST4, 'IPv4', maxEntries);
      ec2.create(LIST6, 'IPv6', maxEntries);
      return { port: ec2PrefixLists(ec2.client), later: () => cloud.pace.advance(5) };
    },
  ],
  [
    'the embedded account',
    (maxEntries) => {
      const port = localPrefixLists();
      port.add(LIST4, 'ipv4', maxEntries);
      port.add(LIST6, 'ipv6', maxEntries);
      return { port, later: () => undefined };
    },
  ],
];

const adding = (from: number, count: number): PrefixListChange => ({
  add: Array.from({ length: count }, (_, n) => ({ cidr: `20.0.${from + n}.0/24`, description: 'fail2edge' })),
  remove: [],
});

describe.each(accounts)('prefix lists of %s', (_, make) => {
  it('count a version up with every change and hold all pages of entries', async () => {
    const { port, later } = make();
    expect(await port.modify(LIST4, 1, adding(0, 100))).toBe('done');
    later();
    expect(await port.modify(LIST4, 2, { ...adding(100, 50), remove: ['20.0.3.0/24'] })).toBe('done');
    later();

    const entries = await port.entries(LIST4);
    expect(entries).toHaveLength(149);
    expect(entries[0]).toEqual({ cidr: '20.0.0.0/24', description: 'fail2edge' });
    expect(await port.describe([LIST4, LIST6])).toMatchObject([
      { id: LIST4, family: 'ipv4', version: 3, maxEntries: 1000, state: 'modify-complete' },
      { id: LIST6, family: 'ipv6', version: 1, state: 'create-complete' },
    ]);
  });

  it('answer conflict to another version and limit-exceeded beyond MaxEntries, and change nothing', async () => {
    const { port, later } = make(10);
    expect(await port.modify(LIST4, 2, adding(0, 1))).toBe('conflict');
    expect(await port.modify(LIST4, 1, adding(0, 11))).toBe('limit-exceeded');
    expect(await port.modify(LIST4, 1, adding(0, 10))).toBe('done');
    later();
    expect(await port.modify(LIST4, 2, { ...adding(20, 1), remove: ['20.0.0.0/24'] })).toBe('done');
    later();
    expect(await port.entries(LIST4)).toHaveLength(10);
  });

  it.each([
    ['101 entries', adding(0, 101)],
    ['no change', adding(0, 0)],
    ['an entry of the other family', { add: [{ cidr: '2001:db8::/64', description: undefined }], remove: [] }],
    ['the removal of what is not there', { add: [], remove: ['20.0.0.0/24'] }],
  ])('refuse %s', async (_what, change) => {
    await expect(make().port.modify(LIST4, 1, change)).rejects.toMatchObject({ failure: 'invalid' });
  });

  it('fail with not-found on a list that is not there', async () => {
    await expect(make().port.describe(['pl-gone'])).rejects.toMatchObject({ failure: 'not-found' });
  });
});
