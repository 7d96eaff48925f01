import { expandTags } from '../../lib/config/tags';

const groups = (text: string) => [...text.matchAll(/\(\?P<(\w+)>/g)].map(([, name]) => name);

describe('the tags of a filter', () => {
  test.each([
    ['<HOST>', ['ip4', 'ip6', 'dns']],
    ['<ADDR>', ['ip4', 'ip6']],
    ['<SUBNET>', ['ip4', 'ip6', 'cidr']],
    ['<IP4> <F-IP6/> <DNS>', ['ip4', 'ip6', 'dns']],
    ['<F-ID/> <F-PORT/>', ['fid', 'fport']],
    ['<F-ID>x</F-ID> <F-PORT>y</F-PORT>', ['fid', 'fport']],
    ['<F-USER>a|b</F-USER> <F-ALT_USER1>c</F-ALT_USER1>', ['user', 'alt_user1']],
    ['<F-MLFID>a</F-MLFID><SKIPLINES>b<SKIPLINES>', ['mlfid', 'skiplines0', 'skiplines1']],
  ])('%s has the groups %j', (text, wanted) => {
    expect(groups(expandTags(text, null))).toEqual(wanted);
  });

  test('<F-NAME> and its end are a group', () => {
    expect(expandTags('^<F-USER>.*?</F-USER>$', null)).toBe('^(?P<user>.*?)$');
  });

  test('with usedns = no a host name is no <HOST>', () => {
    expect(expandTags('<HOST>', 'no')).toBe(expandTags('<ADDR>', null));
    expect(expandTags('<HOST>', 'raw')).toBe(expandTags('<HOST>', null));
  });

  test.each(['</F-USER>', '<f-user>', '<host>', '<F-USER x>', '<UNKNOWN>', '(?P<user>x)'])('%s is no tag', (text) => {
    expect(expandTags(text, null)).toBe(text);
  });

  test('flags written for the whole expression inside a group are the flags of the group', () => {
    expect(expandTags('((?i)abc) (?:(?i)def) \\((?i)', null)).toBe('(?i:abc) (?i:def) \\((?i)');
  });
});
