import type { AppEvent } from '../../lib/core/event';
import type { LogBatch } from '../../lib/core/record';
import type { Jail } from '../../lib/core/ruleset';
import { createEmbeddedAccount } from '../../lib/local/account';
import { localEdges } from '../../lib/local/local-edges';
import type { PrintedMail } from '../../lib/local/mail/mail-printer';
import { aBatch, aJail, aRuleset, someRules } from '../support/builders';

const OWNER = '111122223333';
const MAIL = { destemail: ['ops@example.com'], sender: 'f2b@example.com', sendername: 'f2b', whois: true, lines: true };
const bad = (address: string) => `bad login of hunter2 from ${address}`;

function open(over: Partial<Jail> = {}, jails: readonly Jail[] = []) {
  const ruleset = aRuleset({
    edges: [{ name: 'aws-waf', kind: 'aws-waf', options: {} }],
    jails: [aJail({ edges: [{ edge: 'aws-waf', ports: 'all' }], ...over }), ...jails],
  });
  const events: AppEvent[] = [];
  const mails: PrintedMail[] = [];
  const account = createEmbeddedAccount({
    ...{ ruleset, owner: OWNER, edges: localEdges(ruleset).edges },
    ...{ onEvent: (event) => events.push(event), onMail: (mail) => mails.push(mail) },
  });
  const deliver = async (batch: LogBatch) => {
    const report = await account.deliver(
      batch,
      batch.records.map(({ timestamp }) => timestamp / 1000),
    );
    await account.settle();
    return report;
  };
  const held = () => account.edgeReports.get('aws-waf')?.held;
  const told = () => events.filter(({ event }) => event !== 'found').map(({ event, time }) => `${event} ${time}`);
  return { account, events, mails, deliver, held, told };
}

const burst = (at: number, address = '192.0.2.1', prefix = `at-${at}`) =>
  aBatch(
    [0, 1, 2].map((n) => [at + n, bad(address)] as const),
    { prefix },
  );

describe('the embedded account', () => {
  it('goes from lines to ban, edge and mail as the deployed one does', async () => {
    const { deliver, held, told, mails } = open({ mail: MAIL });
    expect(await deliver(burst(1000))).toMatchObject({ records: 3, matched: 3, banned: 1 });
    expect(told()).toEqual(['ban 1002']);
    expect(held()).toEqual(['192.0.2.1/32']);
    expect(mails).toMatchObject([{ from: 'f2b@example.com', to: 'ops@example.com' }]);
    expect(mails[0]?.text).toContain('bad login of *** from 192.0.2.1');
  });

  it('shows a journal record in the mail as the line that the filter saw, the user masked', async () => {
    const rules = { rules: someRules(), journalRules: someRules({ logtype: 'journal' }) };
    const { deliver, mails } = open({ mail: MAIL, ...rules });
    const record = (second: number) => ({
      ...{ MESSAGE: bad('192.0.2.1'), _SYSTEMD_UNIT: 'app.service', __REALTIME_TIMESTAMP: `${second * 1e6}` },
    });
    await deliver(aBatch([1000, 1001, 1002].map((second) => [second, JSON.stringify(record(second))] as const)));
    expect(mails[0]?.text).toContain('\n  bad login of *** from 192.0.2.1\n');
    expect(mails[0]?.text).not.toMatch(/hunter2|_SYSTEMD_UNIT/);
  });

  it('lifts a ban when the clock is past its end, and says when that may be', async () => {
    const { account, deliver, held, told } = open();
    expect(account.nextDue).toBe(Number.POSITIVE_INFINITY);
    await deliver(burst(1000));
    expect(account.nextDue).toBe(1602);
    await account.tick(1602);
    expect(told()).toEqual(['ban 1002']);
    await account.tick(1602.5);
    expect(told()).toEqual(['ban 1002', 'unban 1602.5']);
    expect(held()).toEqual([]);
    expect(account.nextDue).toBe(Number.POSITIVE_INFINITY);
  });

  it('has a clock that never goes back', async () => {
    const { account, deliver, told } = open();
    await deliver(burst(5000));
    await account.tick(6000);
    await account.tick(10);
    await deliver(burst(5100, '192.0.2.2'));
    expect(told()).toEqual(['ban 5002', 'unban 6000']);
  });

  it('a prolonged ban is lifted at its later end, once', async () => {
    const { account, deliver, told } = open();
    await deliver(burst(1000));
    await deliver(burst(1300));
    expect(told()).toEqual(['ban 1002', 'prolong 1302']);
    await account.tick(1700);
    expect(told()).toHaveLength(2);
    await account.tick(1903);
    expect(told()).toEqual(['ban 1002', 'prolong 1302', 'unban 1903']);
  });

  it('counts every line at the clock at which it comes: one ban ends and the next begins within a batch', async () => {
    const { deliver, told } = open();
    const lines = [1000, 1001, 1002, 3000, 3001, 3002].map((time) => [time, bad('192.0.2.1')] as const);
    await deliver(aBatch(lines));
    expect(told()).toEqual(['ban 1002', 'unban 3002', 'ban 3002']);
  });

  it('reports a ban in place of one that was over but not lifted yet', async () => {
    const { deliver, mails } = open({ mail: MAIL });
    await deliver(burst(1000));
    await deliver(burst(3000));
    expect(mails).toHaveLength(2);
  });

  it('mails nothing for a ban that only gets longer, and keeps whois to itself', async () => {
    const { deliver, mails } = open({ mail: MAIL });
    await deliver(burst(1000));
    await deliver(burst(1300));
    expect(mails).toHaveLength(1);
  });

  it('counts the bans of recidive like any other', async () => {
    const recidive = aJail({
      ...{ name: 'recidive', countsBans: true, maxretry: 2, findtime: 86_400, bantime: 604_800 },
      edges: [{ edge: 'aws-waf', ports: 'all' }],
    });
    const { account, deliver, held, told } = open({}, [recidive]);
    await deliver(burst(1000));
    await account.tick(2000);
    await deliver(burst(3000));
    expect(told()).toEqual(['ban 1002', 'unban 2000', 'ban 3002', 'ban 3002']);
    await account.tick(4000);
    expect(held()).toEqual(['192.0.2.1/32']);
  });

  it('does nothing when nothing was written', async () => {
    const { account, deliver } = open();
    await account.settle();
    await deliver(aBatch([[1000, bad('192.0.2.1')]]));
    expect(account.edgeReports.size).toBe(0);
  });

  it('has a fault when it is handed another account’s lines: they are its own', async () => {
    const { account } = open();
    const foreign = { ...burst(1000), owner: '999988887777' };
    await expect(account.deliver(foreign, [1000, 1001, 1002])).rejects.toThrow('another account');
  });
});
