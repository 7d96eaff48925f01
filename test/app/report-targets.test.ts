import { type ReportPorts, report } from '../../lib/app/report';
import type { Ban } from '../../lib/core/ban';
import type { Digest, OpenTarget, SendResult } from '../../lib/core/report';
import type { Jail } from '../../lib/core/ruleset';
import { memoryBudget } from '../../lib/local/mail/memory-budget';
import { memoryOutbox } from '../../lib/local/mail/memory-outbox';
import { aBan } from '../fakes/aws-mail/builders';
import { aJail, aRuleset } from './report-jail';

function setUp(over: Partial<OpenTarget> = {}, jail: Partial<Jail> = {}) {
  const digests: Digest[] = [];
  const mails: Digest[] = [];
  let answer: (digest: Digest) => SendResult = () => ({ kind: 'sent', id: '1' });
  const target: OpenTarget = {
    ...{ name: 'slack', tellsEnds: false, capped: true, wants: { whois: false, lines: false } },
    send: async (digest) => {
      digests.push(digest);
      return answer(digest);
    },
    ...over,
  };
  const asked: string[] = [];
  let now = 1_700_000_000;
  const ports: ReportPorts = {
    ...{ outbox: memoryOutbox(), budget: memoryBudget(), sender: null, place: 'Fail2edge', clock: () => now },
    whois: {
      of: async (ip) => {
        asked.push(ip);
        return { kind: 'none', reason: 'no-answer' };
      },
    },
    lines: { of: async () => ['a line'] },
    notifiers: [
      {
        kind: 'mail',
        send: async (digest) => {
          mails.push(digest);
          return { kind: 'sent', id: '1' };
        },
      },
    ],
    targets: [target],
    deadline: () => new AbortController().signal,
  };
  const jails = [aJail({ mail: null, targets: ['slack'], ...jail }), aJail({ name: 'quiet', mail: null })];
  return {
    ...{ digests, mails, asked },
    run: (...bans: readonly Ban[]) => report(ports, aRuleset(...jails), bans),
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    tick: (seconds: number) => {
      now += seconds;
    },
    without: (...bans: readonly Ban[]) => report({ ...ports, targets: [] }, aRuleset(...jails), bans),
  };
}

const ips = ({ bans }: Digest) => bans.map(({ ip }) => ip);

test('a jail’s bans are told to its targets, in the order they were made; no other jail’s', async () => {
  const { run, digests, mails } = setUp();
  await run(aBan({ ip: '192.0.2.2', time: 1_700_000_009 }), aBan(), aBan({ jail: 'quiet', ip: '192.0.2.9' }));
  expect(digests.map(ips)).toEqual([['192.0.2.1', '192.0.2.2']]);
  expect(digests[0]).toMatchObject({ recipient: 'notify:slack', place: 'Fail2edge', details: [] });
  expect(mails).toEqual([]);
});

test('a mail and a target of one jail are told each for itself: one that fails does not keep the other', async () => {
  const { run, digests, mails, answerWith, tick } = setUp({}, { mail: aJail().mail });
  answerWith(() => ({ kind: 'failed', notice: 'slack took no report: status 500' }));
  expect(await run(aBan())).toMatchObject({ waiting: 1, refused: 1, notices: ['slack took no report: status 500'] });
  expect([digests.length, mails.length]).toEqual([1, 1]);
  answerWith(() => ({ kind: 'sent', id: '1' }));
  tick(600);
  expect(await run()).toMatchObject({ waiting: 0, refused: 0, notices: [] });
  expect([digests.length, mails.length]).toEqual([2, 1]);
});

test('what was taken in part waits in part', async () => {
  const { run, digests, answerWith } = setUp();
  answerWith((digest) => ({ kind: 'failed', notice: 'later', done: digest.bans.slice(0, 1) }));
  const first = await run(aBan(), aBan({ ip: '192.0.2.2' }), aBan({ ip: '192.0.2.3' }));
  expect(first).toMatchObject({ waiting: 2, refused: 0 });
  await run();
  expect(digests.map((digest) => ips(digest).length)).toEqual([3, 2]);
});

test('the cap of an hour holds for those that people read', async () => {
  const count = async (capped: boolean) => {
    const { run, digests } = setUp({ capped });
    for (let host = 1; host <= 20; host++) await run(aBan({ ip: `198.51.100.${host}` }));
    return digests.length;
  };
  expect(await count(true)).toBe(12);
  expect(await count(false)).toBe(20);
});

test('the end of a ban is told only to those that want it, once, and mailed to nobody', async () => {
  const over = aBan({ state: 'over' });
  const plain = setUp({}, { mail: aJail().mail });
  await plain.run(over);
  expect([plain.digests, plain.mails]).toEqual([[], []]);
  const bus = setUp({ tellsEnds: true, capped: false });
  await bus.run(aBan());
  await bus.run(over);
  await bus.run(over, aBan());
  expect(bus.digests.map((digest) => digest.bans.map(({ state }) => state))).toEqual([['live'], ['over']]);
});

test('whois and lines are looked for where a target wants them', async () => {
  const { run, digests, asked } = setUp({ wants: { whois: true, lines: true } });
  await run(aBan(), aBan({ ip: '192.0.2.2', origin: 'list' }));
  expect(digests[0]?.details).toMatchObject([{ lines: ['a line'] }, { lines: null }]);
  expect(asked).toEqual(['192.0.2.1', '192.0.2.2']);
});

test('a target that the configuration lost while bans waited is said, not tried for ever', async () => {
  const { run, without, answerWith } = setUp();
  answerWith(() => ({ kind: 'failed', notice: 'down' }));
  await run(aBan());
  expect((await without()).notices).toEqual([
    '1 bans were not told to notify:slack: the configuration no longer says so',
  ]);
  expect((await without()).notices).toEqual([]);
});
