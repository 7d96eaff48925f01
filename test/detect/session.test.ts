import { createStreamState } from '../../lib/detect/matcher';
import { at, findingOf, readerOf } from './rules';

/** A gate that speaks in sessions: `[7] text`. */
const GATE = {
  prefregex: '^<F-MLFID>\\[\\d+\\]</F-MLFID> <F-CONTENT>.+</F-CONTENT>$',
  failregex: [
    '^<F-NOFAIL>knock</F-NOFAIL> by <ADDR>$',
    '^<F-NOFAIL>try</F-NOFAIL> as <F-USER>\\w+</F-USER> from <ADDR>$',
    '^bad key(?: of <F-USER>\\w+</F-USER>)?(?: from <ADDR>)?$',
    '^<F-MLFGAINED>open</F-MLFGAINED> for <F-USER>\\w+</F-USER>(?: from <ADDR>)?$',
    '^<F-NOFAIL><F-MLFFORGET>left</F-MLFFORGET></F-NOFAIL>$',
    '^<F-MLFFORGET>dropped</F-MLFFORGET>(?: <ADDR>)?$',
  ],
};

describe('a session', () => {
  it('gives a later line the address that an earlier one brought', () => {
    const { read } = readerOf(GATE);
    expect(read('[1] knock by 192.0.2.1')).toEqual({ kind: 'session' });
    const finding = findingOf(read('[1] bad key of bob'));
    expect(finding).toMatchObject({ id: '192.0.2.1', regex: 2, users: ['bob'], attempts: 2 });
    expect(finding.groups).toEqual({ mlfid: '[1]', ip4: '192.0.2.1', user: 'bob' });
  });

  it('keeps a failure waiting until a line brings the address, and delivers all its lines', () => {
    const { read } = readerOf(GATE);
    expect(read('[1] bad key of bob')).toEqual({ kind: 'session' });
    const finding = findingOf(read('[1] bad key from 192.0.2.1'));
    expect(finding.attempts).toBe(2);
    expect(finding.matches).toEqual(['[1] bad key of bob', '[1] bad key from 192.0.2.1']);
  });

  it('delivers each line once', () => {
    const { read } = readerOf(GATE);
    read('[1] knock by 192.0.2.1');
    expect(findingOf(read('[1] bad key')).attempts).toBe(2);
    expect(findingOf(read('[1] bad key')).attempts).toBe(1);
  });

  it('counts a line that ends it, with the no-fail lines before it', () => {
    const { read } = readerOf(GATE);
    read('[1] try as bob from 192.0.2.1');
    expect(findingOf(read('[1] dropped')).attempts).toBe(2);
  });

  it('is forgotten at its end: a later line of that number knows nothing', () => {
    const { read, state } = readerOf(GATE);
    read('[1] knock by 192.0.2.1');
    read('[1] left');
    expect(state.sessions.size).toBe(0);
    expect(read('[1] bad key')).toEqual({ kind: 'session' });
  });

  it('that ends without having been seen is not remembered, and its line counts by itself', () => {
    const { read, state } = readerOf(GATE);
    expect(findingOf(read('[1] dropped 192.0.2.1'))).toMatchObject({ id: '192.0.2.1', users: [] });
    expect(state.sessions.size).toBe(0);
  });

  it('that ends well counts nothing', () => {
    const { read } = readerOf(GATE);
    read('[1] try as bob from 192.0.2.1');
    expect(read('[1] open for bob')).toEqual({ kind: 'session' });
    expect(read('[1] left')).toEqual({ kind: 'session' });
  });

  it('in which several users were tried does not end well, whoever got in', () => {
    const { read } = readerOf(GATE);
    read('[1] try as bob from 192.0.2.1');
    const finding = findingOf(read('[1] open for eve'));
    expect(finding.users).toEqual(['bob', 'eve']);
    expect(finding.attempts).toBe(2);
  });

  it('with a failure that waits is cleared by a success of the same user', () => {
    const { read } = readerOf(GATE);
    read('[1] bad key of bob');
    expect(read('[1] open for bob from 192.0.2.1')).toEqual({ kind: 'session' });
  });

  it('with a failure that waits is not cleared by a mere no-fail line, which brings the address instead', () => {
    const { read } = readerOf(GATE);
    read('[1] bad key');
    expect(findingOf(read('[1] knock by 192.0.2.1'))).toMatchObject({ id: '192.0.2.1', attempts: 2 });
  });

  it('does not mix with another', () => {
    const { read } = readerOf(GATE);
    read('[1] knock by 192.0.2.1');
    expect(read('[2] bad key')).toEqual({ kind: 'session' });
  });
});

describe('sessions', () => {
  it('last five minutes of line time from their first line', () => {
    const { read } = readerOf(GATE);
    read(at('[1] knock by 192.0.2.1', 1000));
    expect(read(at('[1] bad key', 1299)).kind).toBe('failure');
    expect(read(at('[1] bad key', 1300))).toEqual({ kind: 'session' });
  });

  it('are a hundred at most: the oldest goes', () => {
    const { read, state } = readerOf(GATE);
    for (let n = 0; n <= 100; n++) read(at(`[${n}] knock by 192.0.2.1`, 1000 + n));
    expect(state.sessions.size).toBe(100);
    expect(read(at('[0] bad key', 1101))).toEqual({ kind: 'session' });
    expect(read(at('[100] bad key', 1101)).kind).toBe('failure');
  });

  it('whose time is over make place first', () => {
    const { read, state } = readerOf(GATE);
    for (let n = 0; n < 99; n++) read(at(`[${n}] knock by 192.0.2.1`, 1000));
    read(at('[99] knock by 192.0.2.1', 1400));
    read(at('[100] knock by 192.0.2.1', 1400));
    expect([...state.sessions.keys()]).toEqual(['[99]', '[100]']);
  });
});

describe('what is kept of a stream', () => {
  it('is nothing while no session holds an uncounted line', () => {
    const { read, state } = readerOf(GATE);
    expect(state.serialize()).toBeNull();
    read('[1] bad key from 192.0.2.1');
    read('[2] open for bob from 192.0.2.1');
    expect(state.serialize()).toBeNull();
  });

  it('fits an item of the table whatever lines make of it: who writes large ones loses his own', () => {
    const first = readerOf(GATE);
    for (let pid = 1; pid <= 5; pid++) first.read(`[${pid}] bad key of bob`);
    for (let pid = 11; pid <= 40; pid++) first.read(`[${pid}] bad key of ${'a'.repeat(60_000)}`);
    const text = first.state.serialize() ?? '';
    expect(Buffer.byteLength(text)).toBeLessThan(350_000);
    const next = readerOf(GATE);
    next.state.restore(text);
    for (let pid = 1; pid <= 5; pid++) expect(next.read(`[${pid}] bad key from 192.0.2.1`).kind).toBe('failure');
  });

  it('lets the next batch go on where this one ended', () => {
    const first = readerOf(GATE);
    first.read('[1] knock by 192.0.2.1');
    first.read('[2] bad key of bob');
    const next = createStreamState();
    next.restore(first.state.serialize() ?? '');
    expect(findingOf(first.matcher.match(at('[1] bad key'), next))).toMatchObject({ id: '192.0.2.1', attempts: 2 });
    expect(findingOf(first.matcher.match(at('[2] dropped 192.0.2.9'), next))).toMatchObject({
      attempts: 2,
      users: ['bob'],
    });
  });

  it('is sought by a line of an unknown session that is no failure by itself', () => {
    const { read, state } = readerOf(GATE);
    read('[1] bad key from 192.0.2.1');
    expect(state.sought).toBe(false);
    read('[2] bad key');
    expect(state.sought).toBe(true);
  });

  it('matters only to filters with sessions or line buffers', () => {
    expect(readerOf(GATE).matcher.usesSessions).toBe(true);
    expect(readerOf({ failregex: ['^<HOST>'] }).matcher.usesSessions).toBe(false);
    expect(readerOf({ failregex: ['^<HOST>'], maxlines: 2 }).matcher.usesSessions).toBe(true);
  });
});
