import type { LocalTable } from '../support/dynalite';
import { newTable, startTable } from '../support/dynalite';
import {
  ACL,
  attack,
  GROUP,
  limitLines,
  type Picture,
  passwordLines,
  SETS,
  START,
  type Story,
  sshLines,
  tell,
  theRuleset,
} from './support/story';

/**
 * From a compressed payload to the account and back, with nothing of our own in between replaced: the administrator's
 * jail.local, the handlers as deployed, the AWS adapters over strict fakes, the table on dynalite.
 */
jest.setTimeout(60_000);
const ruleset = theRuleset();
let server: LocalTable;
let open: Story[] = [];
beforeAll(async () => {
  server = await startTable();
});
afterEach(() => {
  for (const { account } of open) account.restore();
  open = [];
});
afterAll(() => server.stop());

const begin = async (): Promise<Story> => {
  const story = tell(await newTable(server), ruleset);
  open.push(story);
  return story;
};

const BANNED: Picture = {
  sets: ['bans-v4: 192.0.2.200/32,203.0.113.90/32', 'bans-v6: '],
  acl: [
    '1 deny 203.0.113.7/32 6:22-22',
    '2 deny 2001:db8:0:7::/64 6:22-22',
    '95 deny 192.0.2.66/32 -1',
    '100 allow 0.0.0.0/0 -1',
    '101 allow ::/0 -1',
    '32767 deny 0.0.0.0/0 -1',
    '32768 deny ::/0 -1',
  ],
  group: ['tcp:443-443 0.0.0.0/0'],
};

describe('an attack, from the log lines to the edge and back', () => {
  it('ends with an account as it was before', async () => {
    const story = await begin();
    const before = story.picture();

    // Three failures of one address are counted, two of them are not enough.
    for (const batch of attack()) await story.deliver(batch);
    expect((await story.bans()).map(({ jail, ip }) => `${jail} ${ip}`).sort()).toEqual([
      'nginx-http-auth 203.0.113.90',
      'sshd 2001:db8:0:7::/64',
      'sshd 203.0.113.7',
    ]);
    expect(story.picture()).toEqual(before);

    // The table's stream: edges first, then the mail.
    await story.enforce();
    expect(story.picture()).toEqual(BANNED);
    expect(story.account.mails).toEqual([]);
    await story.report();
    const [mail] = story.account.mails;
    expect(story.account.mails).toHaveLength(1);
    expect([mail?.from, mail?.to]).toEqual([
      expect.stringContaining('fail2edge@example.com'),
      ['security@example.com'],
    ]);
    expect(mail?.subject).toContain('3');
    for (const ip of ['203.0.113.7', '2001:db8:0:7::/64', '203.0.113.90', 'abuse@example.net']) {
      expect(mail?.text).toContain(ip);
    }
    expect(mail?.text).toContain('Failed password for *** from 203.0.113.7 port 44871 ssh2');
    expect(mail?.text).not.toContain('hunter2');

    // Nine minutes later the bans stand; in the eleventh they are gone, and everything else is as it was.
    await story.later(540);
    expect(story.picture()).toEqual(BANNED);
    await story.later(120);
    expect(story.picture()).toEqual(before);
    expect(await story.bans()).toEqual([]);
    await story.stream();
    expect(story.account.mails).toHaveLength(1);
    expect(story.picture()).toEqual(before);

    const told = story.events().map(({ event }) => event);
    expect(told.filter((event) => event === 'ban')).toHaveLength(3);
    expect(told.filter((event) => event === 'unban')).toHaveLength(3);
    expect(story.notices()).toEqual([]);
  });

  it('bans who comes back for as long again, and restores the same rules again', async () => {
    const story = await begin();
    const before = story.picture();
    for (const round of [0, 1]) {
      const from = START + round * 900;
      story.sleep(from + 2 - story.account.clock());
      await story.deliver(sshLines('203.0.113.7', [0, 1, 2], from));
      await story.stream();
      expect(story.picture().group).toEqual(['tcp:22-22 2001:db8:0:7::5/128 backup host', 'tcp:443-443 0.0.0.0/0']);
      await story.later(660);
      expect(story.picture()).toEqual(before);
    }
    expect(await story.ticket('sshd', '203.0.113.7')).toMatchObject({ bancount: 2, state: 'over' });
  });

  it('closes nothing to protected addresses', async () => {
    const story = await begin();
    const before = story.picture();
    for (const address of ['198.51.100.9', '10.1.2.3', '127.0.0.1', '169.254.169.254', 'fd00::1']) {
      await story.deliver(sshLines(address, [0, 1, 2]));
    }
    await story.stream();
    await story.minute();
    expect(story.picture()).toEqual(before);
    expect(await story.bans()).toEqual([]);
  });
});

describe('however the lines come, the account ends up the same', () => {
  const [first, second, , third] = attack() as [never, never, never, never];
  const split = attack().flatMap((batch) => batch.records.map((record) => ({ ...batch, records: [record] })));

  it.each([
    ['every batch delivered twice', [...attack(), ...attack()]],
    ['each batch twice in a row', attack().flatMap((batch) => [batch, batch])],
    ['every line by itself', split],
    ['every line by itself, the last first', [...split].reverse()],
    ['batches in another order, one of them twice', [third, second, first, third]],
  ])('%s', async (_, batches) => {
    const story = await begin();
    for (const batch of batches) await story.deliver(batch);
    await story.stream();
    await story.stream();
    expect(story.picture()).toEqual({
      ...BANNED,
      acl: expect.arrayContaining(BANNED.acl.filter((line) => !/^[12] /.test(line))),
    });
    expect(
      story
        .picture()
        .acl.map((line) => line.replace(/^\d+ /, ''))
        .sort(),
    ).toEqual(BANNED.acl.map((line) => line.replace(/^\d+ /, '')).sort());
    expect(story.account.mails).toHaveLength(1);
    expect((await story.bans()).map(({ bancount }) => bancount)).toEqual([1, 1, 1]);
  });

  it('batches at the same time, in two functions', async () => {
    const story = await begin();
    await Promise.all([...split, ...split].map((batch) => story.deliver(batch)));
    await story.stream();
    expect(story.picture().sets).toEqual(BANNED.sets);
    expect((await story.bans()).map(({ bancount }) => bancount)).toEqual([1, 1, 1]);
    expect(story.events().filter(({ event }) => event === 'ban')).toHaveLength(3);
  });

  it('the same lines delivered again after the bans are over ban nobody', async () => {
    const story = await begin();
    const before = story.picture();
    for (const batch of attack()) await story.deliver(batch);
    await story.stream();
    await story.later(720);
    for (const batch of attack()) await story.deliver(batch);
    await story.stream();
    await story.minute();
    expect(story.picture()).toEqual(before);
    expect(story.account.mails).toHaveLength(1);
  });
});

describe('a function that dies', () => {
  it('right after it wrote the ban: the stream carries the ban on, the same batch again adds nothing', async () => {
    const story = await begin();
    story.dieAfterBan();
    await expect(story.deliver(sshLines('203.0.113.7', [0, 1, 2]))).rejects.toThrow('crash');
    story.restart();
    await story.stream();
    expect(story.picture().acl).toContain('1 deny 203.0.113.7/32 6:22-22');
    expect(story.account.mails).toHaveLength(1);

    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    await story.stream();
    expect(await story.ticket('sshd', '203.0.113.7')).toMatchObject({ bancount: 1, version: 1 });
    expect(story.account.mails).toHaveLength(1);
  });

  it('right after it wrote the ban, and the stream is lost: the next minute closes the edge', async () => {
    const story = await begin();
    await story.minute();
    story.dieAfterBan();
    await expect(story.deliver(limitLines('203.0.113.90', [50, 51, 52]))).rejects.toThrow('crash');
    story.restart();
    story.loseStream();
    await story.minute();
    expect(story.picture().sets).toEqual(BANNED.sets);
  });

  const deaths: string[] = [];
  const pairs = [
    ['CreateNetworkAclEntry', 'DeleteNetworkAclEntry'],
    ['RevokeSecurityGroupIngress', 'AuthorizeSecurityGroupIngress'],
    ['UpdateIPSet', 'UpdateIPSet'],
  ] as const;
  const cases = (['crash-before', 'crash-after'] as const).flatMap((fault) =>
    pairs.flatMap(([close, open]) => [0, 1].map((skip) => ({ fault, close, open, skip }))),
  );

  it.each(cases)(
    '($fault) at $close of the ban and at $open of the unban, after $skip others: the next minute completes both',
    async ({ fault, close, open, skip }) => {
      const story = await begin();
      const before = story.picture();
      const killedAt = async (operation: string, act: () => Promise<unknown>) => {
        story.account.cloud.faults.plan(operation, fault, 1, skip);
        await act().catch(() => deaths.push(operation));
        story.account.cloud.faults.clear();
        story.restart();
        story.loseStream();
        await story.minute();
      };
      for (const batch of attack()) await story.deliver(batch);
      await killedAt(close, story.enforce);
      expect(story.picture()).toEqual(BANNED);
      story.sleep(600);
      await killedAt(open, story.minute);
      expect(story.picture()).toEqual(before);
    },
  );

  it('died at every kind of write, before and after it', () => {
    expect(new Set(deaths)).toEqual(new Set(pairs.flat()));
    expect(deaths.length).toBeGreaterThanOrEqual(16);
  });
});

describe('two jails that ban the same address', () => {
  it('the first unban lifts nothing, the second does', async () => {
    const story = await begin();
    const before = story.picture();
    await story.deliver(passwordLines('203.0.113.90', [0, 1, 2]));
    await story.deliver(limitLines('203.0.113.90', [0, 1, 2]));
    await story.stream();
    expect(story.picture().sets[0]).toBe('bans-v4: 192.0.2.200/32,203.0.113.90/32');
    await story.later(660);
    expect((await story.bans()).map(({ jail }) => jail)).toEqual(['nginx-limit-req']);
    expect(story.picture().sets[0]).toBe('bans-v4: 192.0.2.200/32,203.0.113.90/32');
    await story.later(3 * 3600);
    expect(story.picture()).toEqual(before);
  });
});

describe('people at the same account', () => {
  const banned = async () => {
    const story = await begin();
    const before = story.picture();
    for (const batch of attack()) await story.deliver(batch);
    await story.stream();
    return { story, before };
  };

  it('who take a ban off an edge have it back by the next minute', async () => {
    const { story } = await banned();
    story.account.acls.drop(ACL, 1);
    story.account.waf.overwrite(SETS.v4, ['192.0.2.200/32']);
    story.account.groups.allow(GROUP, { CidrIpv4: '203.0.113.7/32', Description: 'backup host' });
    await story.minute();
    expect(story.picture()).toEqual(BANNED);
  });

  it('keep what they add beside the bans', async () => {
    const { story, before } = await banned();
    const own = {
      RuleNumber: 3,
      RuleAction: 'deny',
      Protocol: '-1',
      Egress: false,
      CidrBlock: '192.0.2.77/32',
    } as const;
    story.account.acls.put(ACL, own);
    story.account.waf.overwrite(SETS.v4, ['192.0.2.200/32', '203.0.113.90/32', '192.0.2.201/32']);
    story.account.groups.allow(GROUP, { CidrIpv4: '192.0.2.30/32', Description: 'monitoring' });
    await story.later(720);
    expect(story.picture()).toEqual({
      sets: ['bans-v4: 192.0.2.200/32,192.0.2.201/32', 'bans-v6: '],
      acl: ['3 deny 192.0.2.77/32 -1', ...before.acl],
      group: [...before.group, 'tcp:22-22 192.0.2.30/32 monitoring'].sort(),
    });
  });
});

describe('what is throttled', () => {
  it('a table: the batch fails, and delivered again it bans once', async () => {
    const story = await begin();
    for (const operation of ['UpdateItem', 'GetItem', 'PutItem']) {
      story.account.tableFaults.plan(operation, 'throttled', 1);
      await expect(story.deliver(sshLines('203.0.113.7', [0, 1, 2]))).rejects.toThrow('throttled');
    }
    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    await story.stream();
    expect(await story.ticket('sshd', '203.0.113.7')).toMatchObject({ bancount: 1, failures: 3 });
    expect(story.picture().acl).toContain('1 deny 203.0.113.7/32 6:22-22');
  });

  it('a table whose answer is lost after the ban was written: the same', async () => {
    const story = await begin();
    story.account.tableFaults.plan('PutItem', 'lost', 1);
    await expect(story.deliver(sshLines('203.0.113.7', [0, 1, 2]))).rejects.toThrow();
    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    expect(await story.ticket('sshd', '203.0.113.7')).toMatchObject({ bancount: 1, version: 1 });
  });

  it('a table while it enforces: the stream comes again, and the minute would do as well', async () => {
    const story = await begin();
    for (const batch of attack()) await story.deliver(batch);
    story.account.tableFaults.plan('Query', 'throttled', 1);
    await expect(story.enforce()).rejects.toThrow('failed: aws-nacl');
    expect(story.picture().sets).toEqual(BANNED.sets);
    await story.minute();
    expect(story.picture()).toEqual(BANNED);
    await story.stream();
    expect(story.picture()).toEqual(BANNED);
  });

  it('WAF for a moment: nobody notices', async () => {
    const story = await begin();
    for (const batch of attack()) await story.deliver(batch);
    story.account.cloud.faults.plan('UpdateIPSet', 'throttled', 3);
    story.account.cloud.faults.plan('GetIPSet', 'throttled', 3);
    await story.enforce();
    expect(story.picture()).toEqual(BANNED);
  });

  it('WAF for minutes: the other edges close at once, WAF as soon as it answers', async () => {
    const story = await begin();
    for (const batch of attack()) await story.deliver(batch);
    story.account.cloud.faults.plan('UpdateIPSet', 'throttled', 10_000);
    await expect(story.enforce()).rejects.toThrow(/^failed: aws-waf: UpdateIPSet/);
    await story.report();
    expect(story.picture()).toMatchObject({ acl: BANNED.acl, group: BANNED.group });
    expect(story.account.mails).toHaveLength(1);
    await expect(story.minute()).rejects.toThrow('aws-waf');
    story.account.cloud.faults.clear();
    await story.minute();
    expect(story.picture()).toEqual(BANNED);
  });

  it('SES: no ban waits for it, and the report goes to the topic', async () => {
    const story = await begin();
    story.account.verified.splice(0);
    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    await story.stream();
    expect(story.picture().acl).toContain('1 deny 203.0.113.7/32 6:22-22');
    expect(story.account.mails).toEqual([]);
    expect(story.account.sns.messages).toMatchObject([{ subject: expect.stringContaining('203.0.113.7') }]);
    expect(story.notices()).toEqual([expect.stringContaining('not verified')]);
  });

  it('whatever a mail needs: the bans are closed, and the report comes when the table answers', async () => {
    const story = await begin();
    await story.deliver(sshLines('203.0.113.7', [0, 1, 2]));
    await story.enforce();
    story.account.tableFaults.plan('PutItem', 'throttled', 1);
    await expect(story.report()).rejects.toThrow('throttled');
    expect(story.picture().acl).toContain('1 deny 203.0.113.7/32 6:22-22');
    await story.report();
    expect(story.account.mails).toHaveLength(1);
  });
});

describe('an idle deployment', () => {
  it('writes nothing to table or edges in ten minutes with a standing ban', async () => {
    const story = await begin();
    await story.deliver(limitLines('203.0.113.90', [0, 1, 2]));
    await story.stream();
    await story.minute();
    story.account.tableFaults.clear();
    story.account.cloud.faults.clear();
    for (let minute = 0; minute < 10; minute++) await story.minute();
    const written = ['PutItem', 'UpdateItem', 'DeleteItem'].map((name) => story.account.tableFaults.calls(name));
    const edgeWrites = ['Create*', 'Delete*', 'Update*', 'Authorize*', 'Revoke*', 'Modify*'];
    expect(written).toEqual([0, 0, 0]);
    expect(edgeWrites.map((name) => story.account.cloud.faults.calls(name))).toEqual(edgeWrites.map(() => 0));
    // What is due and what is new, in each of the 8 partitions.
    expect(story.account.tableFaults.calls('Query')).toBe(10 * 8 * 2);
    expect(story.account.cloud.faults.calls('ListIPSets')).toBe(10);
  });
});
