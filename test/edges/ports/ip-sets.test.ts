import { wafIpSets } from '../../../lib/edges/aws/waf-ip-sets';
import type { IpSetRef, IpSets } from '../../../lib/edges/ports';
import { parseIpSetArn } from '../../../lib/edges/run/ip-set-arn';
import { localIpSets } from '../../../lib/local/edges/ip-sets';
import { fakeCloud } from '../../fakes/aws/cloud';
import { fakeWaf } from '../../fakes/aws/wafv2';
import { arnOf } from '../worlds/waf';

const v4 = parseIpSetArn(arnOf(1)) as IpSetRef;
const v6 = parseIpSetArn(arnOf(2)) as IpSetRef;

/** The port over both accounts; `later` lets the API's quota recover. */
const accounts: readonly (readonly [string, () => { port: IpSets; later: () => void }])[] = [
  [
    'the SDK adapter and a strict WAFv2',
    () => {
      const cloud = fakeCloud();
      const waf = fakeWaf(cloud);
      waf.create(v4.arn, 'IPV4');
      waf.create(v6.arn, 'IPV6');
      return { port: wafIpSets(waf.client), later: () => cloud.pace.advance(2) };
    },
  ],
  [
    'the embedded account',
    () => {
      const port = localIpSets();
      port.add(v4.arn, 'ipv4');
      port.add(v6.arn, 'ipv6');
      return { port, later: () => undefined };
    },
  ],
];

describe.each(accounts)('IP sets of %s', (_, make) => {
  it('replace the whole list under the LockToken that was read', async () => {
    const { port, later } = make();
    const read = await port.get(v4);
    expect(read).toMatchObject({ family: 'ipv4', addresses: [] });

    const updated = await port.update(v4, read, ['192.0.2.1/32', '192.0.2.2/32']);
    later();
    const next = await port.get(v4);
    expect(updated).toEqual({ kind: 'done', lockToken: next.lockToken });
    expect(await port.update(v4, next, ['192.0.2.3/32'])).toMatchObject({ kind: 'done' });

    expect((await port.get(v4)).addresses).toEqual(['192.0.2.3/32']);
  });

  it('answer conflict to a stale LockToken and change nothing', async () => {
    const { port, later } = make();
    const stale = await port.get(v4);
    await port.update(v4, stale, ['192.0.2.1/32']);
    later();

    expect(await port.update(v4, stale, [])).toEqual({ kind: 'conflict' });
    expect((await port.get(v4)).addresses).toEqual(['192.0.2.1/32']);
  });

  it('list the LockToken that a read answers, until the set changes', async () => {
    const { port } = make();
    const before = await port.list('REGIONAL');
    const read = await port.get(v6);
    expect(before.get(v6.arn)).toBe(read.lockToken);
    expect(await port.list('CLOUDFRONT')).toEqual(new Map());

    await port.update(v6, read, ['2001:db8::/64']);

    const after = await port.list('REGIONAL');
    expect(after.get(v6.arn)).not.toBe(read.lockToken);
    expect(after.get(v4.arn)).toBe(before.get(v4.arn));
  });

  it.each([
    ['/0', ['0.0.0.0/0']],
    ['the other family', ['2001:db8::/64']],
    ['an address without its prefix', ['192.0.2.1']],
    ['10,001 addresses', Array.from({ length: 10_001 }, (_, n) => `10.0.${n >> 8}.${n & 255}/32`)],
  ])('refuse %s', async (_what, addresses) => {
    const { port } = make();
    await expect(port.update(v4, await port.get(v4), addresses)).rejects.toMatchObject({ failure: 'invalid' });
  });

  it('fail with not-found on a set that is not there', async () => {
    const { port } = make();
    const gone = parseIpSetArn(arnOf(9)) as IpSetRef;
    await expect(port.get(gone)).rejects.toMatchObject({ failure: 'not-found' });
  });
});

describe('the SDK adapter of IP sets', () => {
  it('follows NextMarker over more than 100 sets', async () => {
    const waf = fakeWaf(fakeCloud());
    for (let n = 0; n < 230; n++) waf.create(arnOf(n), 'IPV4');

    expect((await wafIpSets(waf.client).list('REGIONAL')).size).toBe(230);
  });

  it('leaves the description as it was', async () => {
    const waf = fakeWaf(fakeCloud());
    waf.create(v4.arn, 'IPV4').description = 'bans of fail2edge';
    const port = wafIpSets(waf.client);

    await port.update(v4, await port.get(v4), ['192.0.2.1/32']);

    expect(waf.sets.get(v4.arn)?.description).toBe('bans of fail2edge');
  });

  it.each([
    ['throttled', 'throttled'],
    ['unavailable', 'unavailable'],
    ['lost', 'unavailable'],
    ['denied', 'denied'],
  ] as const)('says %s in the words of the port', async (fault, failure) => {
    const cloud = fakeCloud();
    const waf = fakeWaf(cloud);
    waf.create(v4.arn, 'IPV4');
    cloud.faults.plan('GetIPSet', fault);

    await expect(wafIpSets(waf.client).get(v4)).rejects.toMatchObject({ failure, operation: 'GetIPSet' });
  });

  it('meets the quota of one update a second in the strict WAFv2', async () => {
    const waf = fakeWaf(fakeCloud());
    waf.create(v4.arn, 'IPV4');
    const port = wafIpSets(waf.client);
    await port.update(v4, await port.get(v4), []);

    await expect(port.update(v4, await port.get(v4), [])).rejects.toMatchObject({ failure: 'throttled' });
  });
});
