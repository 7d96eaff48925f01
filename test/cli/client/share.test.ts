import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { startServer } from '../../notifiers/http/server';
import { ticket } from '../../stores/ban-contract';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { aTree, environment, NOW, typed } from './client';

let server: LocalTable;
let restore: () => void;
beforeAll(async () => {
  server = await startTable();
  restore = environment(server.endpoint);
});
afterAll(async () => {
  restore();
  await server.stop();
});

const live = (jail: string, ip: string, over: object = {}) => ({
  ...ticket({ jail, ip }),
  ...{ state: 'live' as const, time: NOW - 60, end: NOW + 600, bancount: 1, version: 1, ...over },
});

describe('export', () => {
  const tree = aTree();
  afterAll(tree.remove);

  async function deployment() {
    const table = await newTable(server);
    const bans = dynamoBans(table);
    for (const ban of [live('sshd', '198.51.100.7'), live('web', '198.51.100.7'), live('web', '2001:db8::/64')]) {
      await bans.put(ban, null);
    }
    await bans.put(live('sshd', '198.51.100.8', { end: NOW - 1 }), null);
    return (line: string) => typed([...line.split(' '), '--table', table.name, '-c', tree.folder]);
  }

  it('writes who is banned now in the forms that other programs read', async () => {
    const type = await deployment();
    expect(await type('export')).toEqual({ code: 0, out: '198.51.100.7\n2001:db8::/64\n', err: '' });
    expect((await type('export --format cidr')).out).toBe('198.51.100.7/32\n2001:db8::/64\n');
    expect((await type('export --format nginx --jail sshd')).out).toBe('deny 198.51.100.7;\n');
    expect((await type('export --format ipset')).out).toContain('add fail2edge-new 198.51.100.7/32 -exist\nswap');
    expect((await type('export --format json')).out.match(/^\{"jail":"web","ip":"198\.51\.100\.7"/gm)).toHaveLength(1);
  });

  it('tells what it does not know', async () => {
    const type = await deployment();
    expect(await type('export --format xml')).toMatchObject({
      code: 255,
      err: '--format xml: write plain, cidr, json, ipset, nginx\n',
    });
    expect(await type('export --jail ftp')).toMatchObject({
      code: 255,
      err: expect.stringContaining('there are: sshd, web'),
    });
  });

  it('of nobody is nothing', async () => {
    const table = await newTable(server);
    expect((await typed(['export', '--table', table.name, '-c', tree.folder])).out).toBe('');
  });
});

describe('notify test', () => {
  interface SentMail {
    readonly FromEmailAddress: string;
  }

  /** What Systems Manager (`/`) or SES answers. */
  function answered(parameters: Readonly<Record<string, string>>, path: string | undefined, Name: string) {
    if (path !== '/') return { status: 200, body: { MessageId: 'm' } };
    const Value = parameters[Name];
    if (Value === undefined) return { status: 400, body: { __type: 'ParameterNotFound' } };
    return { status: 200, body: { Parameter: { Name, Type: 'SecureString', Value } } };
  }

  async function aws(parameters: Readonly<Record<string, string>>) {
    const mails: SentMail[] = [];
    const asked = createServer(async (request, response) => {
      const input = JSON.parse((await request.toArray()).join('') || '{}');
      if (request.url === '/v2/email/outbound-emails') mails.push(input);
      const { status, body } = answered(parameters, request.url, input.Name);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
    await new Promise<void>((ready) => asked.listen(0, '127.0.0.1', ready));
    const endpoint = `http://127.0.0.1:${(asked.address() as AddressInfo).port}`;
    Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: endpoint, AWS_ENDPOINT_URL_SESV2: endpoint });
    const stop = () => {
      asked.closeAllConnections();
      return new Promise((done) => asked.close(done));
    };
    return { mails, stop };
  }

  const JAILS = `[DEFAULT]
banaction = aws-nacl
destemail = ops@example.com
sender    = f2b@example.com

[sshd]
enabled = true
filter = app
loggroup = auth
action = %(action_mwl)s
         notify-slack[url=ssm:/f2e/slack]
         notify-discord[url=ssm:/f2e/lost]
         abuseipdb[abuseipdb_apikey=ssm:/f2e/abuse]
`;

  it('tells each notifier of a ban that is none, says what came of it, and accuses nobody', async () => {
    const chat = await startServer({ status: 200 });
    const account = await aws({ '/f2e/slack': `${chat.url}/hook`, '/f2e/abuse': 'key' });
    const tree = aTree({ 'jail.local': JAILS });
    const table = await newTable(server);
    try {
      const { code, out, err } = await typed(['notify', 'test', '--table', table.name, '-c', tree.folder]);
      expect(out.split('\n')).toEqual([
        'slack: sent',
        'discord: discord took no report: parameter /f2e/lost cannot be read: ParameterNotFound',
        'abuseipdb: its key can be read; nothing was sent, it would accuse somebody',
        'mail to ops@example.com: sent',
        '',
      ]);
      expect([code, err]).toEqual([1, '']);
      expect(chat.received).toHaveLength(1);
      expect(chat.received[0]?.body).toContain('a test: nobody is banned');
      expect(account.mails).toMatchObject([{ FromEmailAddress: '"fail2edge" <f2b@example.com>' }]);
      expect(await dynamoBans(table).all()).toEqual([]);
    } finally {
      await chat.stop();
      await account.stop();
      tree.remove();
    }
  });

  it('of one that is not there, or where there is none, says what there is', async () => {
    const tree = aTree({ 'jail.local': JAILS });
    const none = aTree();
    const table = await newTable(server);
    const type = (folder: string, name: string) => typed(['notify', 'test', name, '--table', table.name, '-c', folder]);
    expect(await type(tree.folder, 'teams')).toMatchObject({
      code: 255,
      err: 'there is no notifier "teams"; there are: slack, discord, abuseipdb, mail to ops@example.com\n',
    });
    expect((await type(none.folder, 'slack')).err).toContain('no jail mails or notifies anybody');
    tree.remove();
    none.remove();
  });
});
