import * as fc from 'fast-check';
import { BAN_PARTITIONS, banKey, counterKey, edgeKey, sessionKey } from '../../../lib/stores/dynamodb/keys';
import { fromMember, toMember } from '../../../lib/stores/dynamodb/member';

const name = fc.string({ unit: fc.constantFrom('a', 'b', '#', '%', '2', '3', '5', 'é') });

describe('keys', () => {
  it('are what the page of names says', () => {
    expect(counterKey({ jail: 'sshd', ip: '192.0.2.1' })).toEqual({ pk: 'F#sshd#192.0.2.1', sk: '-' });
    expect(banKey('sshd', '2001:db8::/64')).toEqual({
      pk: expect.stringMatching(/^BAN#[0-7]$/),
      sk: '2001:db8::/64#sshd',
    });
    expect(edgeKey('aws-nacl:web')).toEqual({ pk: 'EDGE#aws-nacl:web', sk: '-' });
    expect(sessionKey({ jail: 'sshd', logGroup: '/var/log/secure', logStream: 'i-0' })).toEqual({
      pk: 'S#sshd#/var/log/secure#i-0',
      sk: '-',
    });
  });

  it('never make two things one, whatever the names hold', async () => {
    const parts = fc.tuple(name, name, name);
    await fc.assert(
      fc.property(parts, parts, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        const session = ([jail, logGroup, logStream]: typeof a) => sessionKey({ jail, logGroup, logStream }).pk;
        expect(session(a) === session(b)).toBe(same);
        const counter = ([jail, ip]: typeof a) => counterKey({ jail, ip }).pk;
        expect(counter(a) === counter(b)).toBe(a[0] === b[0] && a[1] === b[1]);
        const ban = ([jail, ip]: typeof a) => banKey(jail, ip).sk;
        expect(ban(a) === ban(b)).toBe(a[0] === b[0] && a[1] === b[1]);
      }),
      { numRuns: 2000 },
    );
  });

  it('spread the bans over all partitions, and keep those of one address together', () => {
    const partitions = new Map<string, number>();
    for (let n = 0; n < 8000; n++) {
      const { pk } = banKey('sshd', `198.51.${n >> 8}.${n & 255}`);
      partitions.set(pk, (partitions.get(pk) ?? 0) + 1);
      expect(banKey('recidive', `198.51.${n >> 8}.${n & 255}`).pk).toBe(pk);
    }
    expect(partitions.size).toBe(BAN_PARTITIONS);
    for (const count of partitions.values()) expect(count).toBeGreaterThan(700);
  });
});

describe('members of a counter', () => {
  it('give the failure back, its time to the millisecond', async () => {
    const time = fc.integer({ min: -1e12, max: 4e12 }).map((millis) => millis / 1000);
    await fc.assert(
      fc.property(time, fc.string(), (at, eventId) => {
        expect(fromMember(toMember({ time: at, eventId }))).toEqual({ time: at, eventId });
      }),
    );
  });

  it('are short: 45 of them fit in a write unit with the longest key', () => {
    const size = Array.from({ length: 45 }, (_, n) => toMember({ time: 1_800_000_000 + n, eventId: '0123456789' }))
      .map((member) => member.length + 1)
      .reduce((sum, bytes) => sum + bytes);
    const key = counterKey({ jail: 'nginx-http-auth', ip: '2001:db8:1234:5678::/64' });
    expect(size + key.pk.length + 'pk'.length + 'sk-'.length + 'f'.length + 3 + 'ttl'.length + 8).toBeLessThan(1024);
  });

  it('that somebody else wrote are not failures', () => {
    for (const text of ['', '#', 'abc', 'ABC#x', '1.5#x', ' 1#x', '123456789012#x']) {
      expect(fromMember(text)).toBeUndefined();
    }
  });
});
