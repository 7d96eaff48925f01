import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleLogs } from '../../examples/story/logs';
import { parseAddress, parseCidr } from '../../lib/core/address';
import { cidrSet } from '../../lib/core/cidr-set';

const folder = join(__dirname, '../../examples/log');
const logs = exampleLogs();
const lines = Object.values(logs).flatMap((text) => text.trimEnd().split('\n'));

describe('the example logs', () => {
  it.each(Object.entries(logs))('%s is what the generator writes', (name, text) => {
    expect(readFileSync(join(folder, name), 'utf8') === text).toBe(true);
  });

  it('hold between 1,500 and 3,000 lines', () => {
    expect(lines.length).toBeGreaterThanOrEqual(1_500);
    expect(lines.length).toBeLessThanOrEqual(3_000);
  });

  it('name only documentation addresses and the office', () => {
    const allowed = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '10.20.0.0/16'];
    const set = cidrSet(allowed.flatMap((text) => parseCidr(text) ?? []));
    const texts = lines.flatMap((line) => line.match(/\d+\.\d+\.\d+\.\d+|[0-9a-f]+(?::[0-9a-f]*){3,}/g) ?? []);
    const strangers = texts.filter((text) => {
      const address = parseAddress(text);
      return address !== undefined && !set.covers(address);
    });
    expect(texts.length).toBeGreaterThan(lines.length / 2);
    expect(strangers).toEqual([]);
  });

  it('run forward in time', () => {
    for (const text of Object.values(logs)) {
      const times = text
        .trimEnd()
        .split('\n')
        .map((line) => line.match(/\d\d:\d\d:\d\d/)?.[0] ?? '');
      expect(times).toEqual([...times].sort());
    }
  });
});
