import type { BanRequest } from '../../lib/app/share/ban-request';
import type { Jail } from '../../lib/core/ruleset';
import { listsHandler } from '../../lib/runtime/lists-handler';
import { requestHandler } from '../../lib/runtime/request-handler';
import { aJail, aRuleset } from '../support/builders';

describe('a request', () => {
  function setUp() {
    const asked: { request: BanRequest; time: number }[] = [];
    const refused: string[] = [];
    const handle = requestHandler({
      requestBan: async (request, time) => {
        asked.push({ request, time });
        return { kind: 'standing' };
      },
      clock: () => 1_795_000_000,
      onRefused: (why, by) => void refused.push(`${why} (${by})`),
      flush: () => undefined,
    });
    return { asked, refused, handle };
  }
  const event = (detail: unknown, over: object = {}) => ({
    ...{ account: '111122223333', source: 'shop', time: '2026-11-18T10:00:00Z', detail, ...over },
  });
  const detail = { jail: 'requested', ip: '203.0.113.7' };

  it('is counted at its own time, and says who asked', async () => {
    const { asked, handle } = setUp();
    await handle(event({ ...detail, reason: 'a\nb' }));
    expect(asked).toEqual([
      {
        request: { ...detail, reason: 'asked by 111122223333, shop: a\\u{a}b' },
        time: Date.UTC(2026, 10, 18, 10) / 1000,
      },
    ]);
  });

  it('from the future, or of no time, is of now', async () => {
    const { asked, handle } = setUp();
    await handle(event(detail, { time: '2030-01-01T00:00:00Z' }));
    await handle(event(detail, { time: 'soon' }));
    expect(asked.map(({ time }) => time)).toEqual([1_795_000_000, 1_795_000_000]);
  });

  it('that is none is refused, not thrown, and told in harmless characters', async () => {
    const { refused, handle } = setUp();
    expect(await handle(event({ ...detail, evil: 1 }, { source: 'x\u202e\n', account: 'root' }))).toEqual({
      kind: 'rejected',
    });
    expect(refused).toEqual(['unknown field "evil" (asked by unknown account, x\\u{202e}\\u{a})']);
  });
});

describe('lists', () => {
  const lists = (location: string, over: Partial<Jail> = {}) =>
    aJail({ name: location, list: { location, interval: 3600 }, ...over });
  function setUp(texts: Readonly<Record<string, string>>, jails: readonly Jail[]) {
    const applied: Record<string, readonly string[]> = {};
    const handle = listsHandler({
      ruleset: async () => aRuleset({ jails }),
      textOf: async (location) => {
        const text = texts[location];
        if (text === undefined) throw new Error(`${location} answered 404`);
        return text;
      },
      apply: async (_, jail, entries) => {
        applied[jail.name] = entries;
        return { members: entries.length, banned: 0, lifted: 0, refused: 0 };
      },
      onReport: () => undefined,
      flush: () => undefined,
    });
    return { applied, handle };
  }

  it('are fetched, or taken from the configuration', async () => {
    const file = lists('own.txt', { list: { location: 'own.txt', interval: 3600, entries: ['192.0.2.1'] } });
    const { applied, handle } = setUp({ a: '203.0.113.7\n' }, [lists('a'), file, aJail()]);
    await handle({});
    expect(applied).toEqual({ a: ['203.0.113.7'], 'own.txt': ['192.0.2.1'] });
  });

  it('are applied one at a time when the event names a jail', async () => {
    const { applied, handle } = setUp({ a: '203.0.113.7', b: '203.0.113.8' }, [lists('a'), lists('b')]);
    await handle({ jail: 'b' });
    expect(Object.keys(applied)).toEqual(['b']);
  });

  it.each([
    ['that is empty', '# nothing today\n', 'names nobody; nothing is changed'],
    ['that is a page', '<html>\n<body>\n192.0.2.1\n', '2 of 3 lines are no addresses; nothing is changed'],
  ])('%s changes nothing', async (_, text, message) => {
    const { applied, handle } = setUp({ a: text, b: '203.0.113.8' }, [lists('a'), lists('b')]);
    await expect(handle({})).rejects.toThrow(`list of jail a: a`);
    await expect(handle({})).rejects.toThrow(message);
    expect(applied).toEqual({ b: ['203.0.113.8'] });
  });

  it('that cannot be had does not keep the others from their turn', async () => {
    const { applied, handle } = setUp({ b: '203.0.113.8' }, [lists('a'), lists('b')]);
    await expect(handle({})).rejects.toThrow('list of jail a: a answered 404');
    expect(applied).toEqual({ b: ['203.0.113.8'] });
  });
});
