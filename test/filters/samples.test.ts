import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAddress } from '../../lib/core/address';
import type { LineVerdict } from '../../lib/core/finding';
import { type AnnotatedLine, type Expectation, type Session, sampled, sessionsOf } from './annotated';
import { NOW, reader, rulesOf } from './engine';

const folder = join(__dirname, '../../config/filter.d');
const shipped = readdirSync(folder).flatMap((file) =>
  file.endsWith('.conf') && !file.endsWith('common.conf') ? [file.slice(0, -5)] : [],
);

/** What the annotation says, in the same words as `told`. */
const wanted = ({ match, host, time, user, users }: Expectation) => ({
  match: match === true,
  ...(host === undefined ? {} : { host }),
  ...(time === undefined ? {} : { time: Date.parse(`${time}Z`) / 1000 }),
  ...(user === undefined ? {} : { user }),
  ...(users === undefined ? {} : { users: [...users].sort() }),
});

/** What the engine said, as far as the annotation asks. */
function told(verdict: LineVerdict, expected: Expectation) {
  if (verdict.kind !== 'failure') return { match: false };
  const { id, time, groups, users, ambiguous } = verdict.finding;
  return {
    match: !ambiguous,
    ...(expected.host === undefined ? {} : { host: sameText(id, expected.host) }),
    ...(expected.time === undefined ? {} : { time: Math.floor(time) }),
    ...(expected.user === undefined ? {} : { user: groups.user ?? '' }),
    ...(expected.users === undefined ? {} : { users: [...users].sort() }),
  };
}

const sameText = (id: string, host: string): string =>
  parseAddress(id)?.bits === parseAddress(host)?.bits ? host : id;

/** Expressions of the filter that none of the lines is a failure of, nor matters to a session by. */
function unused(sessions: readonly Session[]): readonly string[] {
  const used = new Set<string>();
  const all = new Set<string>();
  for (const { spec, lines } of sessions) {
    const rules = rulesOf(spec);
    for (const regex of rules.failregex.filter(({ source }) => !used.has(source))) {
      const read = reader({ ...rules, failregex: [regex], choices: {}, ignoreregex: [] });
      all.add(regex.source);
      if (lines.some(({ text }) => read(text).kind !== 'missed')) used.add(regex.source);
    }
  }
  return [...all].filter((source) => !used.has(source));
}

const isInjection = ({ text }: AnnotatedLine): boolean => text.includes('192.0.2.66');

describe('the shipped filters', () => {
  it('have annotated lines each, and nothing else has', () => {
    expect(sampled()).toEqual(shipped);
  });

  describe.each(shipped)('%s', (filter) => {
    const sessions = sessionsOf(filter);

    it.each(sessions.map(({ spec, lines }) => [spec, lines] as const))(
      '%s reads every line as annotated',
      (spec, lines) => {
        const read = reader(rulesOf(spec));
        const answers = lines.map((line) => ({ line, verdict: read(line.text) }));
        const wrong = answers.flatMap(({ line: { number, text, expected }, verdict }) => {
          const [got, want] = [told(verdict, expected), wanted(expected)];
          return JSON.stringify(got) === JSON.stringify(want) ? [] : [{ number, text, got, want }];
        });
        expect(wrong).toEqual([]);
      },
    );

    it('uses every expression', () => {
      expect(unused(sessions)).toEqual([]);
    });

    it('has honest lines, failures, and lines that try to name somebody else', () => {
      const lines = sessions.flatMap((session) => session.lines);
      expect(lines.some((line) => line.expected.match === true)).toBe(true);
      expect(lines.some((line) => line.expected.match !== true && !isInjection(line))).toBe(true);
      expect(lines.some(isInjection)).toBe(true);
    });

    it('never names the victim of an injection', () => {
      const named = sessions.flatMap(({ spec, lines }) => {
        const read = reader(rulesOf(spec));
        return lines
          .map(({ text }) => read(text))
          .flatMap((verdict) => (verdict.kind === 'failure' ? [verdict.finding.id] : []));
      });
      expect(named).not.toContain('192.0.2.66');
    });

    it('has only expressions whose time is linear in the line', () => {
      const verdicts = sessions.flatMap(({ spec }) => {
        const { prefregex, failregex, ignoreregex } = rulesOf(spec);
        return [...(prefregex ? [prefregex] : []), ...failregex, ...ignoreregex].map(({ verdict }) => verdict);
      });
      expect(new Set(verdicts)).toEqual(new Set(['linear']));
    });
  });
});

describe('the clock of the samples', () => {
  it('stands after every line', () => {
    const times = sampled().flatMap((filter) =>
      sessionsOf(filter).flatMap(({ lines }) =>
        lines.flatMap(({ expected: { time } }) => (time ? [Date.parse(`${time}Z`)] : [])),
      ),
    );
    expect(Math.max(...times) / 1000).toBeLessThan(NOW);
  });
});
