import { createStreamState } from '../../lib/detect/matcher';
import { at, findingOf, readerOf } from './rules';

const TALK = { failregex: ['^hello <ADDR>$<SKIPLINES>^refused$'], maxlines: 3 };

describe('a filter with maxlines', () => {
  it('finds a failure over several lines and gives all of them', () => {
    const { read } = readerOf(TALK);
    expect(read('hello 192.0.2.1')).toEqual({ kind: 'missed' });
    expect(findingOf(read('refused'))).toMatchObject({
      id: '192.0.2.1',
      matches: ['hello 192.0.2.1', 'refused'],
      attempts: 2,
    });
  });

  it('takes matched lines out of the buffer: no line makes two failures', () => {
    const { read } = readerOf(TALK);
    read('hello 192.0.2.1');
    read('refused');
    expect(read('refused')).toEqual({ kind: 'missed' });
  });

  it('puts skipped lines back, so that they can match later', () => {
    const { read, state } = readerOf(TALK);
    read('hello 192.0.2.1');
    read('hello 192.0.2.2');
    expect(findingOf(read('refused')).matches).toEqual(['hello 192.0.2.1', 'refused']);
    expect(state.buffer.map(({ whole }) => whole)).toEqual(['hello 192.0.2.2']);
    expect(findingOf(read('refused')).id).toBe('192.0.2.2');
  });

  it('forgets lines older than the last maxlines', () => {
    const { read } = readerOf(TALK);
    for (const line of ['hello 192.0.2.1', 'one', 'two']) read(line);
    expect(read('refused')).toEqual({ kind: 'missed' });
  });

  it('applies ignoreregex to the matched lines only, and drops these', () => {
    const { read, state } = readerOf({ ...TALK, ignoreregex: ['friend'] });
    read('friend speaks');
    read('hello 192.0.2.1');
    expect(read('refused').kind).toBe('failure');
    const friendly = readerOf({
      failregex: ['^hello <ADDR> \\w+$<SKIPLINES>^refused$'],
      maxlines: 3,
      ignoreregex: ['friend'],
    });
    friendly.read('hello 192.0.2.1 friend');
    expect(friendly.read('refused')).toEqual({ kind: 'ignored' });
    expect(friendly.state.buffer).toEqual([]);
    expect(state.buffer.map(({ whole }) => whole)).toEqual(['friend speaks']);
  });

  it('carries its buffer from one batch to the next', () => {
    const first = readerOf(TALK);
    first.read('hello 192.0.2.1');
    const next = createStreamState();
    next.restore(first.state.serialize() ?? '');
    expect(findingOf(first.matcher.match(at('refused'), next)).id).toBe('192.0.2.1');
  });

  it('carries the newest of its lines where all of them would be too large for an item of the table', () => {
    const first = readerOf({ ...TALK, maxlines: 9 });
    for (let n = 0; n < 7; n++) first.read(`${n} ${'"'.repeat(30_000)}`);
    first.read('hello 192.0.2.1');
    const text = first.state.serialize() ?? '';
    expect(Buffer.byteLength(text)).toBeLessThan(350_000);
    const next = createStreamState();
    next.restore(text);
    expect(next.buffer.at(-1)?.whole).toBe('hello 192.0.2.1');
    expect(findingOf(first.matcher.match(at('refused'), next)).id).toBe('192.0.2.1');
  });

  it('carries nothing where its one line is too large', () => {
    const { read, state } = readerOf(TALK);
    read('\u0001'.repeat(65_000));
    expect(state.serialize()).toBeNull();
  });
});
