import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { ticket } from '../../stores/ban-contract';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { aTree, environment, NOW, typed } from './client';

let server: LocalTable;
let restore: () => void;
const tree = aTree();

beforeAll(async () => {
  server = await startTable();
  restore = environment(server.endpoint);
});

afterAll(async () => {
  restore();
  tree.remove();
  await server.stop();
});

/** An account with these tickets, and what is typed there. */
async function account(...tickets: readonly Parameters<typeof ticket>[0][]) {
  const table = await newTable(server);
  const bans = dynamoBans(table);
  for (const over of tickets) await bans.put(ticket({ end: NOW + 600, ...over }), null);
  const type = (line: string, now = NOW) =>
    typed([...line.split(' '), '--table', table.name, '--config', tree.folder], now);
  const answer = async (line: string) => {
    const { code, out } = await type(line);
    return [code, out];
  };
  return { bans, type, answer };
}

const SOME = [
  { ip: '203.0.113.7', time: NOW - 30, end: NOW + 570, bancount: 2 },
  { ip: '2001:db8::/64', time: NOW - 20, end: null, bantime: -1 },
  { ip: '198.51.100.1', time: NOW - 10, end: NOW + 60, bantime: 70 },
  { ip: '198.51.100.2', time: NOW - 900, end: NOW - 300, state: 'over', bancount: 4 },
  { ip: '198.51.100.1', jail: 'web', time: NOW - 5 },
] as const;

/** What fail2ban shows of a local time; by Date's own fields. */
function local(epoch: number): string {
  const date = new Date(epoch * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

describe('As fail2ban-client, but for failures since a start, as nothing starts:', () => {
  it('status', async () => {
    const { answer } = await account();
    expect(await answer('status')).toEqual([0, 'Status\n|- Number of jail:\t2\n`- Jail list:\tsshd, web\n']);
  });

  it('status JAIL', async () => {
    const { answer } = await account(...SOME);
    const text = `Status for the jail: sshd
|- Filter
|  |- Currently failed:\t0
|  |- Total failed:\t-
|  \`- File list:\tauth
\`- Actions
   |- Currently banned:\t3
   |- Total banned:\t8
   \`- Banned IP list:\t203.0.113.7 2001:db8::/64 198.51.100.1
`;
    expect(await answer('status sshd')).toEqual([0, text]);
    expect(await answer('status sshd basic')).toEqual([0, text]);
    const short = text.replace(/\n[^\n]*Banned IP list.*/, '').replace('|- Total banned', '`- Total banned');
    expect(await answer('status sshd short')).toEqual([0, short]);
  });

  it('status JAIL with a flavor there is not: basic, and it says so', async () => {
    const { type } = await account();
    const { code, out, err } = await type('status sshd cymru');
    expect([code, out]).toEqual([0, expect.stringMatching(/Banned IP list:\t\n$/)]);
    expect(err).toContain('there is no flavor "cymru", this is basic; there are basic, short');
  });

  it('status --all', async () => {
    const { answer } = await account(...SOME);
    expect(await answer('status --all short')).toEqual([
      0,
      `Status
|- Number of jail:\t2
|- Jail list:\tsshd, web
\`- Status for the jails:
   |- Jail: sshd
   |  |- Filter
   |  |  |- Currently failed:\t0
   |  |  |- Total failed:\t-
   |  |  \`- File list:\tauth
   |  \`- Actions
   |     |- Currently banned:\t3
   |     \`- Total banned:\t8
   \`- Jail: web
      |- Filter
      |  |- Currently failed:\t0
      |  |- Total failed:\t-
      |  \`- File list:\terror access
      \`- Actions
         |- Currently banned:\t1
         \`- Total banned:\t1
`,
    ]);
  });

  it.each(['statistics', 'stats'])('%s', async (line) => {
    const { answer } = await account(...SOME);
    expect(await answer(line)).toEqual([
      0,
      `          ║            ║ Filter    ║ Actions  
 Jail     ║ Backend    ╟───────────╫───────────
          ║            ║ cur │ tot ║ cur │ tot
══════════╬════════════╬═══════════╬═══════════
 sshd     ║ cloudwatch ║   0 │   - ║   3 │   8
 web      ║ cloudwatch ║   0 │   - ║   1 │   1
══════════╩════════════╩═══════════╩═══════════
`,
    ]);
  });

  it.each([
    ['banned', "[{'sshd': ['203.0.113.7', '2001:db8::/64', '198.51.100.1']}, {'web': ['198.51.100.1']}]\n"],
    ['banned 198.51.100.1 8.8.8.8 2001:DB8::9', "[['sshd', 'web'], [], ['sshd']]\n"],
    ['get sshd banned', "['203.0.113.7', '2001:db8::/64', '198.51.100.1']\n"],
    ['get web banned 203.0.113.7', '0\n'],
    ['get sshd banned 2001:db8::1', '1\n'],
    ['get sshd banned 8.8.8.8 203.0.113.7', '[0, 1]\n'],
    ['get sshd banip', '198.51.100.1 203.0.113.7 2001:db8::/64\n'],
    ['get sshd banip ,', '198.51.100.1,203.0.113.7,2001:db8::/64\n'],
    [
      'get sshd banip --with-time',
      `198.51.100.1 \t${local(NOW - 10)} + 70 = ${local(NOW + 60)}\n203.0.113.7 \t${local(NOW - 30)} + 600 = ${local(NOW + 570)}\n2001:db8::/64 \t${local(NOW - 20)} + -1 = 9999-12-31 23:59:59\n`,
    ],
    ['ping', 'Server replied: pong\n'],
  ])('%s', async (line, text) => {
    const { answer } = await account(...SOME);
    expect(await answer(line)).toEqual([0, text]);
  });

  it.each([
    ['banned', "[{'sshd': []}, {'web': []}]\n"],
    ['banned 192.0.2.1', '[[]]\n'],
    ['get sshd banned', '[]\n'],
    ['get sshd banip', '\n'],
    ['unban --all', '0\n'],
    ['unban 192.0.2.1', '0\n'],
    ['set sshd unbanip 192.0.2.1', '0\n'],
  ])('%s, with nobody banned', async (line, text) => {
    const { answer } = await account();
    expect(await answer(line)).toEqual([0, text]);
  });

  it.each([
    ['get sshd bantime', '600\n'],
    ['get web bantime', '3600\n'],
    ['get sshd findtime', '600\n'],
    ['get sshd maxretry', '5\n'],
    ['get sshd usedns', 'warn\n'],
    ['get sshd maxlines', '1\n'],
    ['get sshd ignoreself', 'True\n'],
    ['get sshd logtimezone', 'None\n'],
    ['get sshd prefregex', '\n'],
    ['get sshd bantime.increment', 'None\n'],
    [
      'get sshd ignoreip',
      'These IP addresses/networks are ignored:\n|- 203.0.113.0/24\n|- 192.0.2.77\n`- office.example\n',
    ],
    ['get web ignoreip', 'No IP address/network is ignored\n'],
    ['get sshd ignoreregex', 'No regular expression is defined\n'],
    ['get sshd logpath', 'Current monitored log file(s):\n`- /var/log/auth.log\n'],
    ['get web logpath', 'Current monitored log file(s):\n|- /var/log/nginx/error.log\n`- /var/log/nginx/access.log\n'],
    ['get web loggroup', 'Current monitored log group(s):\n|- error\n`- access\n'],
    ['get sshd journalmatch', 'No journal match filter set\n'],
    ['get sshd actions', 'The jail sshd has the following actions:\naws-nacl\n'],
    ['get dbpurgeage', 'Current database purge age is:\n`- 86400seconds\n'],
  ])('%s', async (line, text) => {
    const { answer } = await account();
    expect(await answer(line)).toEqual([0, text]);
  });

  it('get JAIL failregex, each with its number', async () => {
    const { answer } = await account();
    const [code, text] = await answer('get sshd failregex');
    expect(code).toBe(0);
    expect(text).toMatch(
      /^The following regular expression are defined:\n\|- \[0\]: \^bad login of .* from .*\$\n`- \[1\]: \^refused .*\$\n$/,
    );
  });

  it.each([
    ['1h 30m', '5400'],
    ['1d12h', '129600'],
    ['2*1h', '7200'],
    ['1mo', '2629800.0'],
    ['1y-6mo', '15778800.0'],
    ['0.5d', '43200.0'],
    ['10/2', '5.0'],
    ['.5', '0.5'],
  ])('--str2sec %s', async (text, seconds) => {
    expect(await typed(['--str2sec', text])).toEqual({ code: 0, out: `${seconds}\n`, err: '' });
  });
});

describe('An operator bans and unbans', () => {
  it('counts those that were not banned; the edges follow', async () => {
    const { bans, type } = await account();
    const line = 'set sshd banip 198.51.100.1 2001:db8::1 192.0.2.128/25';
    const { code, out, err } = await type(line);
    expect([code, out]).toEqual([0, '3\n']);
    expect(err.split('\n')[0]).toBe(
      `198.51.100.1 is banned until ${local(NOW + 600)} in sshd; the edges follow within seconds`,
    );
    expect((await bans.live()).map(({ ip }) => ip).sort()).toEqual(['192.0.2.128/25', '198.51.100.1', '2001:db8::1']);
    const again = await type(line);
    expect([again.code, again.out]).toEqual([0, '0\n']);
    expect(again.err).toContain(`198.51.100.1 is banned already, until ${local(NOW + 600)}`);
    expect((await type(line, NOW + 9)).err).toContain(`was banned already, now until ${local(NOW + 609)}`);
  });

  it('for a time and with a reason of his own', async () => {
    const { bans, type } = await account();
    await type('set sshd banip 198.51.100.1 --for 1d12h --reason ticket-7');
    expect(await bans.live()).toMatchObject([{ end: NOW + 129_600, reason: 'ticket-7', origin: 'manual' }]);
    expect((await type('set sshd banip 198.51.100.1 --for=-1')).err).toContain('now for ever in sshd');
    expect(await bans.live()).toMatchObject([{ end: null, reason: 'ticket-7' }]);
  });

  it('is told who cannot be banned and why; the others are', async () => {
    const { bans, type } = await account();
    const { code, out, err } = await type('set sshd banip 203.0.113.9 10.0.0.1 evil.example ::/0 198.51.100.1');
    expect([code, out]).toEqual([255, '1\n']);
    expect(err).toContain('not banned: "203.0.113.9" is in ignoreip of jail sshd');
    expect(err).toContain('not banned: "10.0.0.1" is in a range that is never banned');
    expect(err).toContain('not banned: "evil.example" is no address');
    expect(err).toContain('not banned: "::/0" is everybody');
    expect((await type('set web banip 203.0.113.0/25')).err).toContain('which another jail protects');
    expect((await bans.live()).map(({ ip }) => ip)).toEqual(['198.51.100.1']);
  });

  it('lifts what holds an address, and says what that was', async () => {
    const { bans, type } = await account(...SOME);
    const { code, out, err } = await type('set sshd unbanip 2001:db8::7 198.51.100.1');
    expect([code, out]).toEqual([0, '2\n']);
    expect(err).toBe(
      '2001:db8::/64 is unbanned in sshd\n198.51.100.1 is unbanned in sshd\nthe edges follow within seconds\n',
    );
    expect(await type('unban 198.51.100.1')).toMatchObject({ code: 0, out: '1\n' });
    expect(await type('unban --all')).toMatchObject({ code: 0, out: '1\n' });
    expect(await bans.live()).toEqual([]);
    expect((await type('unban --all')).err).toBe('Nobody is banned.\n');
  });

  it('with --report-absent fails for those that were not banned', async () => {
    const { answer } = await account(...SOME);
    expect(await answer('set sshd unbanip --report-absent 203.0.113.7')).toEqual([0, '1\n']);
    expect(await answer('set sshd unbanip --report-absent 8.8.8.8 198.51.100.1 9.9.9.9')).toEqual([
      255,
      "not banned: ['8.8.8.8', '9.9.9.9']\n",
    ]);
  });

  it('is told of many lifted bans in few lines', async () => {
    const { type } = await account(...Array.from({ length: 25 }, (_, n) => ({ ip: `198.51.100.${n}` })));
    const { out, err } = await type('unban 198.51.100.0/24');
    expect(out).toBe('25\n');
    expect(err.split('\n')).toHaveLength(23);
    expect(err).toContain('and 5 more\n');
  });
});

describe('--json, one object a line:', () => {
  it.each([
    ['status', [{ jails: ['sshd', 'web'], currentlyBanned: 4 }]],
    [
      'status web',
      [
        {
          ...{ jail: 'web', loggroup: ['error', 'access'], currentlyFailed: 0, totalFailed: null },
          ...{ currentlyBanned: 1, totalBanned: 1, banned: ['198.51.100.1'] },
        },
      ],
    ],
    ['banned 198.51.100.1', [{ ip: '198.51.100.1', jails: ['sshd', 'web'] }]],
    [
      'get web banip',
      [
        {
          ...{ jail: 'web', ip: '198.51.100.1', time: NOW - 5, until: NOW + 600 },
          ...{ failures: 5, bancount: 1, origin: 'detect' },
        },
      ],
    ],
    ['get web banned 8.8.8.8', [{ jail: 'web', ip: '8.8.8.8', banned: false }]],
    ['get web maxretry', [{ jail: 'web', maxretry: 3 }]],
    ['get web logpath', [{ jail: 'web', logpath: ['/var/log/nginx/error.log', '/var/log/nginx/access.log'] }]],
    ['get sshd logtimezone', [{ jail: 'sshd', logtimezone: null }]],
    ['get dbpurgeage', [{ dbpurgeage: 86400 }]],
    ['ping', [{ reply: 'pong' }]],
    ['set web banip 10.0.0.1', [{ jail: 'web', ip: '10.0.0.1', outcome: 'refused', refusal: 'never-ban' }]],
    ['set web banip 192.0.2.1', [{ jail: 'web', ip: '192.0.2.1', outcome: 'banned', until: NOW + 3600 }]],
    ['unban 203.0.113.7', [{ ip: '203.0.113.7', unbanned: [{ jail: 'sshd', ip: '203.0.113.7' }] }]],
  ])('%s', async (line, objects) => {
    const { type } = await account(...SOME);
    const { out } = await type(`${line} --json`);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text)),
    ).toEqual(objects);
  });

  it('an object for each jail', async () => {
    const { type } = await account(...SOME);
    for (const line of ['status --all', 'statistics', 'banned']) {
      const lines = (await type(`${line} --json`)).out.trimEnd().split('\n');
      expect(lines.map((text) => JSON.parse(text).jail)).toEqual(['sshd', 'web']);
    }
  });
});
