import { type ReportPorts, report } from '../../lib/app/report';
import type { Ban } from '../../lib/core/ban';
import type { Digest, MailBudget, OpenTarget, Outbox, SendResult } from '../../lib/core/report';
import { memoryBudget } from '../../lib/local/mail/memory-budget';
import { memoryOutbox } from '../../lib/local/mail/memory-outbox';
import { renderMail } from '../../lib/notifiers/mail/render';
import { dynamoMailBudget } from '../../lib/stores/dynamodb/mail-budget';
import { dynamoOutbox } from '../../lib/stores/dynamodb/outbox';
import { aJail, aRuleset } from '../app/report-jail';
import { aBan } from '../fakes/aws-mail/builders';
import { type LocalTable, newTable, startTable } from '../support/dynalite';

/** Bans of one minute. On the emulated table fewer, as it takes its time: FAIL2EDGE_FLOOD=10000 is all of them there, too. */
const ALL = 10_000;
const ON_TABLE = Number(process.env.FAIL2EDGE_FLOOD ?? 160);
const START = 1_700_000_000;
/** Records of one batch of the stream. */
const BATCH = ALL / 16;

let table: LocalTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

interface Boxes {
  readonly outbox: Outbox;
  readonly budget: MailBudget;
}
const inMemory = async (): Promise<Boxes> => ({ outbox: memoryOutbox(), budget: memoryBudget() });
const onTable = async (): Promise<Boxes> => {
  const fresh = await newTable(table);
  return { outbox: dynamoOutbox(fresh), budget: dynamoMailBudget(fresh) };
};

const flood = (count: number): readonly Ban[] =>
  Array.from({ length: count }, (_, host) =>
    aBan({ ip: `198.18.${host >> 8}.${host & 255}`, time: START + host / 200 }),
  );

describe.each([
  ['in memory', inMemory, ALL],
  ['on the table', onTable, ON_TABLE],
] as const)('an attack that bans thousands in a minute, the outbox %s', (_, boxes, count) => {
  test('brings mails and notifications within the cap, and every ban is told once', async () => {
    const { outbox, budget } = await boxes();
    const told = { mail: [] as Digest[], slack: [] as Digest[] };
    const taker =
      (to: Digest[]) =>
      async (digest: Digest): Promise<SendResult> => {
        to.push(digest);
        return { kind: 'sent', id: '' };
      };
    const slack: OpenTarget = {
      ...{ name: 'slack', tellsEnds: false, capped: true, wants: { whois: false, lines: false } },
      send: taker(told.slack),
    };
    let now = START;
    const ports: ReportPorts = {
      ...{ outbox, budget, whois: null, lines: null, sender: null, place: 'Fail2edge' },
      notifiers: [{ kind: 'mail', send: taker(told.mail) }],
      targets: [slack],
      clock: () => now,
      deadline: () => new AbortController().signal,
    };
    const ruleset = aRuleset({ ...aJail(), targets: ['slack'] });
    const bans = flood(count);
    const size = Math.ceil((BATCH * count) / ALL);
    for (let at = 0; at < count; at += size) {
      now = START + (60 * at) / count;
      await report(ports, ruleset, bans.slice(at, at + size));
      // A batch that comes again is told of nothing new.
      if (at === 0) await report(ports, ruleset, bans.slice(at, at + size));
    }
    expect(told.mail.length).toBeLessThanOrEqual(12);
    expect(told.slack.length).toBeLessThanOrEqual(12);
    // The function is called every ten minutes: what the cap held back goes with the first call that may send.
    for (let minute = 10; minute <= 70; minute += 10) {
      now = START + minute * 60;
      await report(ports, ruleset, []);
    }
    for (const digests of [told.mail, told.slack]) {
      expect(digests.length).toBeLessThanOrEqual(13);
      const ips = digests.flatMap((digest) => digest.bans.map(({ ip }) => ip));
      expect(ips).toHaveLength(count);
      expect(new Set(ips)).toEqual(new Set(bans.map(({ ip }) => ip)));
    }
    const counted = told.mail.map((digest) => Number(/(\d+) bans\./.exec(renderMail(digest).text)?.[1]));
    expect(counted.reduce((sum, one) => sum + one, 0)).toBe(count);
    expect((await report(ports, ruleset, [])).waiting).toBe(0);
  }, 3_600_000);
});
