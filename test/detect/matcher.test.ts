import { at, findingOf, readerOf } from './rules';

const DOOR = {
  prefregex: '^doord\\[\\d+\\]: <F-CONTENT>.+</F-CONTENT>$',
  failregex: ['^wrong key from <HOST>$', '^no such door <F-USER>\\S+</F-USER> from <HOST>$'],
};

describe('a line', () => {
  it('is a failure when prefregex and a failregex match, and tells which failregex did', () => {
    const finding = findingOf(readerOf(DOOR).read('doord[7]: no such door attic from 192.0.2.1'));
    expect(finding).toMatchObject({ id: '192.0.2.1', kind: 'ip4', regex: 1, attempts: 1, time: 1000 });
    expect(finding.groups).toEqual({ user: 'attic', ip4: '192.0.2.1' });
    expect(finding.matches).toEqual(['doord[7]: no such door attic from 192.0.2.1']);
  });

  it('tells a group of any name, also one that every object has', () => {
    const { read } = readerOf({ failregex: ['^(?P<constructor>\\w+) failed from <HOST>$'] });
    expect(Object.entries(findingOf(read('bob failed from 192.0.2.1')).groups)).toContainEqual(['constructor', 'bob']);
  });

  it('is missed when prefregex does not match, whatever the failregexes say', () => {
    expect(readerOf(DOOR).read('wrong key from 192.0.2.1')).toEqual({ kind: 'missed' });
  });

  it('is what the first failregex that matches says', () => {
    const { read } = readerOf({ failregex: ['^a+ <HOST>', '^aa <HOST>'] });
    expect(findingOf(read('aa 192.0.2.1')).regex).toBe(0);
  });

  it('is searched by a failregex that may begin anywhere, also behind a first character no other begins with', () => {
    const { read } = readerOf({ failregex: ['^bad <HOST>', 'denied <HOST>'] });
    expect(findingOf(read('zone: denied 192.0.2.1')).regex).toBe(1);
  });

  it('ends in a line feed for its expressions, as in fail2ban', () => {
    const { read } = readerOf({ failregex: ['^bye <HOST>\\s$'] });
    expect(findingOf(read('bye 192.0.2.1')).id).toBe('192.0.2.1');
  });

  it('is searched whole when prefregex captures no content', () => {
    const { read } = readerOf({ prefregex: '^door', failregex: ['^door open <HOST>$'] });
    expect(findingOf(read('door open 192.0.2.1')).id).toBe('192.0.2.1');
  });

  it('longer than 64 KiB is cut there, and the cut is counted', () => {
    const { read, state } = readerOf({ failregex: ['^<HOST> \\S+$'] });
    expect(read(`192.0.2.1 ${'x'.repeat(70_000)}`).kind).toBe('failure');
    expect(state.truncated).toBe(1);
    expect(read(`${' '.repeat(65_536)}192.0.2.1 x`).kind).toBe('missed');
  });

  it('with characters above Latin-1 is read like any other', () => {
    const finding = findingOf(readerOf(DOOR).read('doord[7]: no such door 扉🚪 from 192.0.2.1'));
    expect(finding.groups.user).toBe('扉🚪');
  });
});

describe('the date of a line', () => {
  it('is cut out and the halves are glued', () => {
    const { read } = readerOf({ failregex: ['^\\[\\] gone <HOST>$'], datepattern: '%Y-%m-%d %H:%M:%S' });
    expect(findingOf(read('[2005-08-14 11:59:59] gone 192.0.2.1')).id).toBe('192.0.2.1');
  });

  it('stays in the line when its group is empty: the date is optional', () => {
    const { read } = readerOf({ failregex: ['^gone <HOST>$'], datepattern: '^%Y-%m-%d %H:%M:%S |^()' });
    expect(findingOf(read('gone 192.0.2.1')).id).toBe('192.0.2.1');
  });
});

describe('ignoreregex', () => {
  const failregex = ['^a <HOST>', '^b <HOST>', '^c <HOST>', '^d <HOST>'];

  it('makes a matching line ignored', () => {
    const { read } = readerOf({ failregex: ['^a <HOST>'], ignoreregex: ['friend'] });
    expect(read('a 192.0.2.1 friend')).toEqual({ kind: 'ignored' });
    expect(read('a 192.0.2.1 foe').kind).toBe('failure');
  });

  it('is looked at only after a failregex matched, when there are nearly as many of them', () => {
    const { read } = readerOf({ failregex: ['^a <HOST>'], ignoreregex: ['friend'] });
    expect(read('z 192.0.2.1 friend')).toEqual({ kind: 'missed' });
  });

  it('is looked at first on the whole line, when there are fewer by more than two', () => {
    const { read } = readerOf({ failregex, ignoreregex: ['friend'] });
    expect(read('z 192.0.2.1 friend')).toEqual({ kind: 'ignored' });
  });

  it('sees only the content that prefregex left, after a failregex matched', () => {
    const filter = {
      prefregex: '^friend: <F-CONTENT>.+</F-CONTENT>$',
      failregex: ['^a <HOST>'],
      ignoreregex: ['friend'],
    };
    expect(readerOf(filter).read('friend: a 192.0.2.1').kind).toBe('failure');
  });
});

describe('who failed', () => {
  it('is the F-ID, and the address stays in ip', () => {
    const finding = findingOf(readerOf({ failregex: ['^<F-ID>\\w+</F-ID> at <HOST>'] }).read('bob at 192.0.2.1'));
    expect(finding).toMatchObject({ id: 'bob', kind: 'fid', groups: { fid: 'bob', ip: '192.0.2.1' } });
  });

  it('is the address when F-ID says the same', () => {
    const finding = findingOf(readerOf({ failregex: ['^<F-ID><HOST></F-ID>$'] }).read('192.0.2.1'));
    expect(finding).toMatchObject({ id: '192.0.2.1', kind: 'ip4' });
  });

  it('is an IPv6 address, with the prefix length that SUBNET captures', () => {
    const finding = findingOf(readerOf({ failregex: ['^net <SUBNET>$'] }).read('net 2001:db8::/32'));
    expect(finding).toMatchObject({ id: '2001:db8::', kind: 'ip6', cidr: '32' });
  });

  it('is a host name with usedns = warn, and nobody with usedns = no', () => {
    const filter = { failregex: ['^from <F-DNS/>$'] };
    expect(findingOf(readerOf(filter).read('from host.example'))).toMatchObject({ id: 'host.example', kind: 'dns' });
    expect(readerOf({ ...filter, usedns: 'no' }).read('from host.example')).toEqual({ kind: 'missed' });
    expect(findingOf(readerOf({ ...filter, usedns: 'no' }).read('from 192.0.2.1')).kind).toBe('ip4');
  });

  it('is asked of the next failregex when one captures nobody', () => {
    const { read } = readerOf({ failregex: ['^x(?: <ADDR>)?', '^x y <HOST>'] });
    expect(findingOf(read('x y 192.0.2.1')).regex).toBe(1);
  });

  it('may be named by alternatives: the first that is not empty completes the name', () => {
    const { read } = readerOf({
      failregex: [
        '^(?:user=<F-USER>\\w*</F-USER>)?(?:,id=<F-ALT_USER>\\w+</F-ALT_USER>)?(?:,uid=<F-ALT_USER_1>\\d+</F-ALT_USER_1>)? <HOST>$',
      ],
    });
    expect(findingOf(read('user=,uid=7 192.0.2.1')).groups.user).toBe('7');
    expect(findingOf(read('user=,id=bob,uid=7 192.0.2.1')).groups.user).toBe('bob');
    expect(findingOf(read('user=eve,id=bob 192.0.2.1')).groups.user).toBe('eve');
  });

  it('may be a tuple, written as Python writes it', () => {
    const { read } = readerOf({ failregex: ['^<F-ID>\\w+</F-ID>/<F-TUPLE_ID>\\w+</F-TUPLE_ID>$'] });
    expect(findingOf(read('site/bob')).id).toBe("('site', 'bob')");
  });

  it('is nobody on a no-fail line without a session', () => {
    expect(readerOf({ failregex: ['^<F-NOFAIL>try</F-NOFAIL> <HOST>'] }).read('try 192.0.2.1')).toEqual({
      kind: 'session',
    });
  });
});

describe('journalmatch', () => {
  const filter = {
    failregex: ['^bad <HOST>$'],
    journalmatch: [['_SYSTEMD_UNIT=door.service', '_SYSTEMD_UNIT=gate.service', '_UID=0'], ['_COMM=doord']],
  };
  const { read } = readerOf(filter);

  it('lets no other unit speak for the daemon', () => {
    expect(read(at('bad 192.0.2.1', 1, { _SYSTEMD_UNIT: 'evil.service', _UID: '0' }))).toEqual({ kind: 'missed' });
    expect(read(at('bad 192.0.2.1', 1, { _SYSTEMD_UNIT: 'gate.service', _UID: '1000' }))).toEqual({ kind: 'missed' });
    expect(read(at('bad 192.0.2.1', 1, {}))).toEqual({ kind: 'missed' });
  });

  it('holds for one alternative, in which terms of one field are alternatives again', () => {
    expect(read(at('bad 192.0.2.1', 1, { _SYSTEMD_UNIT: 'gate.service', _UID: '0' })).kind).toBe('failure');
    expect(read(at('bad 192.0.2.1', 1, { _COMM: 'doord' })).kind).toBe('failure');
  });

  it('does not ask a line that has no fields', () => {
    expect(read('bad 192.0.2.1').kind).toBe('failure');
  });
});

describe('the ambiguity guard', () => {
  const greedy = { failregex: ['from <ADDR>'] };
  const told = (line: string, ambiguity: 'drop' | 'keep') =>
    findingOf(readerOf(greedy, { ambiguity }).read(line)).ambiguous;

  it('sees that a second address could have been captured in place of the first', () => {
    expect(told('login "from 198.51.100.7" from 192.0.2.1', 'drop')).toBe(true);
  });

  it('keeps a line in which only one place can be captured', () => {
    expect(told('from 192.0.2.1 to 198.51.100.7', 'drop')).toBe(false);
  });

  it('keeps a line that names the same address twice, or a second text that is no address', () => {
    expect(told('from 192.0.2.1 from 192.0.2.1', 'drop')).toBe(false);
    expect(told('from 192.0.2.1 from 999.0.2.1', 'drop')).toBe(false);
  });

  it('is off with keep', () => {
    expect(told('login "from 198.51.100.7" from 192.0.2.1', 'keep')).toBe(false);
  });
});
