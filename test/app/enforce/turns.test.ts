import { createTurns } from '../../../lib/app/enforce/turns';

const steps = () => {
  const log: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  return { log, work };
};

describe('turns', () => {
  it('large work is done one after the other, in the order it came', async () => {
    const { log, work } = steps();
    const turns = createTurns();
    expect(await Promise.all(['a', 'b'].map((name) => turns(true, work(name))))).toEqual(['a', 'b']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('small work waits for nobody', async () => {
    const { log, work } = steps();
    const turns = createTurns();
    await Promise.all([turns(true, work('large')), turns(false, work('small')), turns(true, work('later'))]);
    expect(log.indexOf('small ends')).toBeLessThan(log.indexOf('later begins'));
    expect(log.indexOf('small begins')).toBeLessThan(log.indexOf('large ends'));
  });

  it('work that fails fails alone, and the next has its turn', async () => {
    const { work } = steps();
    const turns = createTurns();
    const ended = await Promise.allSettled([turns(true, work('a', true)), turns(true, work('b'))]);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
