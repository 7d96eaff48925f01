import fc from 'fast-check';
import { type Cidr, contains, lastBits, overlaps, parseCidr, withPrefix } from '../../lib/core/address';
import { cidrSet, outermost, without } from '../../lib/core/cidr-set';

const cidr = (text: string): Cidr => parseCidr(text) as Cidr;

/** Ranges that meet often: few networks, short prefixes. */
const near = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }), fc.boolean())
  .map(([host, prefix, six]) =>
    six ? withPrefix(cidr(`2001:db8::${host.toString(16)}`), prefix + 96) : withPrefix(cidr(`192.0.2.${host}`), prefix),
  );

describe('a set of ranges', () => {
  it('is empty without ranges', () => {
    expect(cidrSet([]).touches(cidr('192.0.2.1'))).toBe(false);
    expect(cidrSet([]).covers(cidr('192.0.2.1'))).toBe(false);
  });

  it('touches what any of its ranges overlaps', () => {
    fc.assert(
      fc.property(fc.array(near), near, (ranges, probe) => {
        expect(cidrSet(ranges).touches(probe)).toBe(ranges.some((one) => overlaps(one, probe)));
      }),
    );
  });

  it('covers what lies in the union of its ranges', () => {
    fc.assert(
      fc.property(fc.array(near), near, (ranges, probe) => {
        const inside = (bits: bigint) =>
          ranges.some((one) => one.family === probe.family && one.bits <= bits && bits <= lastBits(one));
        let all = true;
        for (let bits = probe.bits; bits <= lastBits(probe); bits++) all &&= inside(bits);
        expect(cidrSet(ranges).covers(probe)).toBe(all);
      }),
    );
  });
});

describe('the outermost ranges', () => {
  it('are those that no other contains, in their order', () => {
    const texts = ['192.0.2.7', '198.51.100.0/24', '192.0.2.0/24', '198.51.100.9', '192.0.2.0/24', '2001:db8::/64'];
    expect(outermost(texts.map(cidr))).toEqual(['198.51.100.0/24', '192.0.2.0/24', '2001:db8::/64'].map(cidr));
  });

  it('cover what all did', () => {
    fc.assert(
      fc.property(fc.array(near), (ranges) => {
        const kept = outermost(ranges);
        for (const one of ranges) expect(kept.some((outer) => contains(outer, one))).toBe(true);
        for (const one of kept) expect(kept.filter((other) => contains(other, one))).toHaveLength(1);
      }),
    );
  });
});

describe('a range without another', () => {
  it('is one piece for every bit between their prefixes', () => {
    expect(without(cidr('0.0.0.0/0'), cidr('192.0.2.1'))).toHaveLength(32);
    expect(without(cidr('2001:db8::/32'), cidr('2001:db8::/64'))).toHaveLength(32);
  });

  it('is the range itself where they do not meet, and nothing where they are equal', () => {
    expect(without(cidr('192.0.2.0/24'), cidr('198.51.100.1'))).toEqual([cidr('192.0.2.0/24')]);
    expect(without(cidr('192.0.2.0/24'), cidr('192.0.2.0/24'))).toEqual([]);
  });

  it('holds every other address once', () => {
    fc.assert(
      fc.property(near, (inner) => {
        const outer = withPrefix(inner, inner.family === 'ipv4' ? 24 : 120);
        const pieces = without(outer, inner);
        for (let bits = outer.bits; bits <= lastBits(outer); bits++) {
          const holders = [inner, ...pieces].filter((one) => one.bits <= bits && bits <= lastBits(one));
          expect(holders).toHaveLength(1);
        }
      }),
    );
  });
});
