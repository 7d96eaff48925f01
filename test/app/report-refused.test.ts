import { type ReportPorts, report } from '../../lib/app/report';
import type { Ban } from '../../lib/core/ban';
import type { MailBudget, SendResult } from '../../lib/core/report';
import { memoryBudget } from '../../lib/local/mail/memory-budget';
import { memoryOutbox } from '../../lib/local/mail/memory-outbox';
import { aBan } from '../fakes/aws-mail/builders';
import { aJail, aRuleset } from './report-jail';

const MINUTE = 60;
const HOUR = 3_600;

/** One sink, a chat or the mail, whose answers the test decides; its jail tells nobody else. */
function sink(kind: 'mail' | 'slack', budget: MailBudget = memoryBudget()) {
  let now = 1_700_000_000;
  let bans = 0;
  let answer: SendResult | 'broken' = { kind: 'failed', notice: 'status 404' };
  const tries: number[] = [];
  const send = async () => {
    tries.push(now);
    if (answer === 'broken') throw new TypeError('a report that cannot be made');
    return answer;
  };
  const slack = { name: 'slack', tellsEnds: false, capped: true, wants: { whois: false, lines: false }, send };
  const ports: ReportPorts = {
    ...{ outbox: memoryOutbox(), budget, sender: null, place: 'Fail2edge', clock: () => now },
    ...{ whois: null, lines: null, deadline: () => new AbortController().signal },
    notifiers: kind === 'mail' ? [{ kind: 'mail', send }] : [],
    targets: kind === 'slack' ? [slack] : [],
  };
  const ruleset = aRuleset(kind === 'mail' ? aJail() : aJail({ mail: null, targets: ['slack'] }));
  const anyBan = (): Ban => aBan({ ip: `198.51.100.${bans++ % 250}`, bancount: bans, time: now });
  return {
    tries,
    answerWith: (next: 'sent' | 'broken') => {
      answer = next === 'sent' ? { kind: 'sent', id: '1' } : next;
    },
    /** Runs `every` so many seconds for `time`, each with a ban of its own where there is an attack. */
    pass: async (time: number, every: number, attack: boolean) => {
      const refused: number[] = [];
      for (const end = now + time; now < end; now += every) {
        refused.push((await report(ports, ruleset, attack ? [anyBan()] : [])).refused);
      }
      return refused;
    },
    ban: () => report(ports, ruleset, [anyBan()]),
    wait: (time: number) => {
      now += time;
    },
  };
}

describe.each(['mail', 'slack'] as const)('a sink that takes nothing (%s)', (kind) => {
  it('is told of by every run for as long as it is down, also while the cap holds its reports back', async () => {
    const { ban, wait, pass } = sink(kind);
    expect((await ban()).refused).toBe(1);
    wait(10 * MINUTE);
    expect(new Set(await pass(24 * HOUR, 10 * MINUTE, false))).toEqual(new Set([1]));
  });

  it('is told of by every run of an attack', async () => {
    expect(new Set(await sink(kind).pass(24 * HOUR, MINUTE, true))).toEqual(new Set([1]));
  });

  it('is tried within the cap: what it took without saying so is no flood', async () => {
    const { pass, tries } = sink(kind);
    await pass(24 * HOUR, MINUTE, true);
    expect(tries.filter((at) => at < (tries[0] ?? 0) + HOUR)).toHaveLength(12);
    expect(tries.length).toBeLessThan(50);
  });

  it('is told of no more once it takes what waits, at most an hour after it is back', async () => {
    const { pass, answerWith } = sink(kind);
    await pass(24 * HOUR, MINUTE, true);
    answerWith('sent');
    const refused = await pass(HOUR + MINUTE, MINUTE, true);
    expect(refused.at(-1)).toBe(0);
    expect(new Set(await pass(3 * HOUR, MINUTE, true))).toEqual(new Set([0]));
  });
});

it('a sink that takes everything is held back by the cap, and refuses nothing', async () => {
  const { pass, answerWith, tries } = sink('slack');
  answerWith('sent');
  expect(new Set(await pass(2 * HOUR, MINUTE, true))).toEqual(new Set([0]));
  expect(tries).toHaveLength(24);
});

it('a sink whose reports cannot be made is told of by every run that holds them', async () => {
  const { pass, answerWith } = sink('slack');
  answerWith('broken');
  // A run that broke off has the box for five minutes: those between look at nothing.
  expect(new Set(await pass(24 * HOUR, 10 * MINUTE, true))).toEqual(new Set([1]));
});

it('a budget that cannot be reached to say so keeps nobody from the next try', async () => {
  const budget: MailBudget = { ...memoryBudget(), refused: () => Promise.reject(new Error('throttled')) };
  const { ban, wait, answerWith, tries } = sink('slack', budget);
  expect(await ban()).toMatchObject({ refused: 1, waiting: 1, notices: ['status 404'] });
  answerWith('sent');
  wait(MINUTE);
  expect(await ban()).toMatchObject({ refused: 0, waiting: 0 });
  expect(tries).toHaveLength(2);
});
