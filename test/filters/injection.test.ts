import { sampled } from './annotated';
import { attack } from './injection/attack';
import { daemons, filterOf } from './injection/daemons';

/** Connections a daemon: a few seconds in all. `npm run fuzz -- 1000000` is for an evening. */
const CONNECTIONS = Number(process.env.FAIL2EDGE_FUZZ ?? 150);
const SEED = Number(process.env.FAIL2EDGE_SEED ?? 20_261_118);

/** Their lines are written by programs of one's own, to say whom to ban. */
const TRUSTED = ['newbans'];

describe('whatever a client sends', () => {
  describe.each(daemons.map((daemon) => [daemon.name, daemon] as const))('to %s', (_, daemon) => {
    it('names nobody else and does not hide the client', () => {
      const { examples, ...count } = attack(daemon, SEED, { connections: CONNECTIONS });
      expect({ ...count, examples }).toMatchObject({ framed: 0, hidden: 0, examples: [] });
    });
  });

  it('goes to every filter that reads what clients send', () => {
    const read = new Set(daemons.map(filterOf));
    expect(sampled().filter((filter) => !read.has(filter))).toEqual(TRUSTED);
  });
});
