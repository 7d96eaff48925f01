import { seeded } from '../../examples/story/random';
import { parseAddress } from '../../lib/core/address';
import { reader, rulesOf } from './engine';
import type { Daemon, Trace } from './injection/daemon';
import { nginxDaemons } from './injection/nginx';
import { otherDaemons } from './injection/others';
import { sshDaemons } from './injection/sshd';
import { hostile, type Peer, peer } from './injection/tokens';

/** Connections a daemon: a few seconds in all as it stands. FAIL2EDGE_FUZZ=100000 is for an evening. */
const CONNECTIONS = Number(process.env.FAIL2EDGE_FUZZ ?? 150);
const SEED = Number(process.env.FAIL2EDGE_SEED ?? 20_261_118);

const same = (a: string, b: string): boolean => {
  const [one, other] = [parseAddress(a), parseAddress(b)];
  return one !== undefined && one.family === other?.family && one.bits === other.bits;
};

interface Judged {
  readonly trace: Trace;
  readonly peer: Peer;
  readonly named: readonly string[];
}

/** What the filter makes of `CONNECTIONS` hostile connections, up to the third mistake of each kind. */
function attack(daemon: Daemon) {
  const random = seeded(SEED);
  const read = reader(rulesOf(daemon.spec));
  const framed: Judged[] = [];
  const hidden: Judged[] = [];
  for (let number = 1; number <= CONNECTIONS; number++) {
    const from = peer(random);
    const trace = daemon.connection(from, () => hostile(random), { random, number });
    const found = trace.lines.map(read).flatMap((verdict) => (verdict.kind === 'failure' ? [verdict.finding] : []));
    const named = found.map(({ id }) => id);
    const judged = { trace, peer: from, named };
    if (named.some((id) => !same(id, from.address))) framed.push(judged);
    if (trace.certain && !found.some(({ id, ambiguous }) => !ambiguous && same(id, from.address))) hidden.push(judged);
  }
  return { framed: framed.slice(0, 3), hidden: hidden.slice(0, 3) };
}

describe('whatever a client sends', () => {
  describe.each([...sshDaemons, ...nginxDaemons, ...otherDaemons].map((daemon) => [daemon.name, daemon] as const))(
    'to %s',
    (_, daemon) => {
      it('names nobody else and does not hide the client', () => {
        expect(attack(daemon)).toEqual({ framed: [], hidden: [] });
      });
    },
  );
});
