import { seeded } from '../../../examples/story/random';
import { subscriptionPattern } from '../../../lib/config/subscription/pattern';
import type { FilterRules } from '../../../lib/core/ruleset';
import { createMatcher, createStreamState } from '../../../lib/detect/matcher';
import { readLine } from '../../../lib/sources/journald';
import { subscription } from '../../fakes/aws-logs-pattern/match';
import { sampled, sessionsOf } from '../../filters/annotated';
import { rulesOf } from '../../filters/engine';
import { nginxDaemons } from '../../filters/injection/nginx';
import { otherDaemons } from '../../filters/injection/others';
import { sshDaemons } from '../../filters/injection/sshd';
import { hostile, peer } from '../../filters/injection/tokens';
import { aJail } from '../../support/builders';
import { asJournal } from './benign';

/** Connections a daemon; 41 lines for one to each. FAIL2EDGE_FUZZ=25000 is a million lines, in two forms each. */
const CONNECTIONS = Number(process.env.FAIL2EDGE_FUZZ ?? 150);
const SEED = Number(process.env.FAIL2EDGE_SEED ?? 20_261_118);

/** The options of a filter with one more. */
const withOption = (spec: string, option: string): string =>
  spec.endsWith(']') ? `${spec.slice(0, -1)}, ${option}]` : `${spec}[${option}]`;

function matterer(rules: FilterRules): (message: string) => boolean {
  const options = { usedns: 'warn', logtimezone: null, timeRule: { kind: 'event' }, ambiguity: 'keep' } as const;
  const matcher = createMatcher({ ...rules, journalmatch: [] }, options);
  const state = createStreamState();
  return (message) => {
    const { kind } = matcher.match(readLine({ timestamp: 1_795_000_000_000, message }), state);
    return kind === 'failure' || kind === 'session';
  };
}

interface Told {
  /** How many records there were, and how many of them mattered. */
  records: number;
  mattered: number;
  /** Those that mattered and were held back. */
  readonly held: string[];
}

/** Puts every line to the filter and to its pattern, as text and as an entry of the journal. */
function putTo(spec: string) {
  const [rules, journalRules] = [rulesOf(spec), rulesOf(withOption(spec, 'logtype=journal'))];
  const found = subscriptionPattern([aJail({ name: spec, rules, journalRules })]);
  const delivers = subscription(found.kind === 'pattern' ? found.pattern : '');
  const [asText, asEntry] = [matterer(rules), matterer(journalRules)];
  const told: Told = { records: 0, mattered: 0, held: [] };
  const put = (message: string, matters: (message: string) => boolean) => {
    told.records++;
    if (!matters(message)) return;
    told.mattered++;
    if (!delivers(message) && told.held.length < 3) told.held.push(message);
  };
  return {
    told,
    line: (line: string) => {
      put(line, asText);
      put(asJournal(line, spec.split('-')[0]), asEntry);
    },
  };
}

describe('the annotated lines', () => {
  const specs = sampled().flatMap((filter) => sessionsOf(filter).map(({ spec, lines }) => [spec, lines] as const));

  test.each(specs)('of %s that matter are all delivered', (spec, lines) => {
    const { told, line } = putTo(spec);
    for (const { text } of lines) line(text);
    expect(told.held).toEqual([]);
    expect(told.mattered).toBeGreaterThanOrEqual(lines.filter(({ expected }) => expected.match).length);
  });
});

describe('whatever a client sends', () => {
  test.each([...sshDaemons, ...nginxDaemons, ...otherDaemons].map((daemon) => [daemon.name, daemon] as const))(
    'to %s: what matters is delivered',
    (_, daemon) => {
      const random = seeded(SEED);
      const { told, line } = putTo(daemon.spec);
      for (let number = 1; number <= CONNECTIONS; number++) {
        const { lines } = daemon.connection(peer(random), () => hostile(random), { random, number });
        lines.forEach(line);
      }
      expect(told.held).toEqual([]);
      expect(told.mattered).toBeGreaterThan(CONNECTIONS / 20);
      if (process.env.FAIL2EDGE_FIGURES) process.stderr.write(`${daemon.name}: ${told.mattered} of ${told.records}\n`);
    },
  );
});
