import { resolveRuleset } from '../../lib/config/ruleset';
import { overShipped } from './trees';

const resolved = (jailLocal: string, more: Record<string, string> = {}) =>
  resolveRuleset(overShipped({ 'jail.local': jailLocal, ...more })).ruleset;

const jail = (text: string, more: Record<string, string> = {}) =>
  resolved(`[shared]\nenabled = true\n${text}`, more).jails[0];

describe('requests', () => {
  it('make a jail that needs neither a filter nor a log', () => {
    expect(jail('requests = true')).toMatchObject({
      ...{ name: 'shared', requests: true, filter: '', loggroup: [], bantime: 600 },
      rules: { failregex: [] },
      edges: [{ edge: 'aws-nacl', ports: 'all' }],
    });
  });

  it('may be taken by a jail that reads a log, too', () => {
    const sshd = resolved('[sshd]\nenabled = true\nrequests = true\nfilter = sshd').jails[0];
    expect(sshd).toMatchObject({ requests: true, filter: 'sshd' });
    expect(sshd?.loggroup.length).toBeGreaterThan(0);
  });

  it('are not taken where nothing is said of them', () => {
    expect(resolved('[sshd]\nenabled = true').jails[0]).not.toHaveProperty('requests');
    expect(resolved('[requested]\nenabled = true').jails[0]).toMatchObject({ requests: true });
  });
});

describe('a list', () => {
  const files = { 'lists/bad.txt': '# ours\n203.0.113.7\n198.51.100.0/24 ; scanners\n2001:db8::/32\n\n203.0.113.7\n' };

  it('of a file is read at synth', () => {
    expect(jail('list = lists/bad.txt', files)?.list).toEqual({
      location: 'lists/bad.txt',
      interval: 3600,
      entries: ['203.0.113.7', '198.51.100.0/24', '2001:db8::/32'],
    });
  });

  it('with a line that is none tells the line', () => {
    expect(() => jail('list = x.txt', { 'x.txt': '203.0.113.7\nexample.com\n0.0.0.0/1' })).toThrow(
      'x.txt:2: is no address and no range (one a line, a comment begins with #)\nx.txt:3: is no address',
    );
  });

  it('may be fetched, by https or from S3', () => {
    expect(jail('list = https://www.example.com/drop.txt\nlistinterval = 1d')?.list).toEqual({
      location: 'https://www.example.com/drop.txt',
      interval: 86400,
    });
    expect(jail('list = s3://our-lists/bad.txt')?.list).toEqual({ location: 's3://our-lists/bad.txt', interval: 3600 });
  });

  it.each([
    ['list = http://example.com/drop.txt', 'list = http://example.com/drop.txt (an https:// address'],
    ['list = https://me:pw@example.com/', 'an https:// address without user and password'],
    // IAM would read it as every object: the right to one is all there may be.
    ['list = s3://our-lists/*', 's3://BUCKET/KEY'],
    ['list = nowhere.txt', 'there is no such file'],
    ['list = https://example.com/x\nlistinterval = 1m', 'listinterval = 1m (whole minutes, at least 5m)'],
    ['requests = true\nminhosts = 2', 'jail shared reads no log'],
  ])('%s is a mistake', (text, message) => {
    expect(() => jail(text)).toThrow(message);
  });
});
