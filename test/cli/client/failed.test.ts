import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dynamoCounters } from '../../../lib/stores/dynamodb/counters';
import { type LocalTable, startTable } from '../../support/dynalite';
import { aTree, environment, NOW, typed } from './client';

let table: LocalTable;
let restore: () => void;
const tree = aTree();
const say = (line: string) => typed([...line.split(' '), '--table', table.name, '--config', tree.folder]);

beforeAll(async () => {
  table = await startTable();
  restore = environment(table.endpoint);
  const counters = dynamoCounters(table);
  for (const [jail, ip, ago] of [
    ['sshd', '192.0.2.1', 10],
    ['sshd', '192.0.2.2', 100],
    ['sshd', '192.0.2.3', 700],
    ['web', '2001:db8::/64', 10],
  ] as const) {
    await counters.add({ jail, ip }, [{ time: NOW - ago, eventId: 'a' }], NOW + 86_400);
  }
});

afterAll(async () => {
  restore();
  tree.remove();
  await table.stop();
});

const failedOf = (out: string) => [...out.matchAll(/Currently failed:\t(.*)/g)].map(([, figure]) => figure);

describe('Who failed within findtime', () => {
  it('is counted by status, status --all and statistics', async () => {
    expect(failedOf((await say('status sshd')).out)).toEqual(['2']);
    expect(failedOf((await say('status --all short')).out)).toEqual(['2', '1']);
    expect((await say('stats')).out).toMatch(/sshd +║ cloudwatch ║ +2 │ +- ║.*\n web +║ cloudwatch ║ +1 │ +- ║/);
    expect(JSON.parse((await say('status web --json')).out)).toMatchObject({ currentlyFailed: 1, totalFailed: null });
  });

  it('is counted by the findtime that was set at run time', async () => {
    await say('set sshd findtime 60');
    expect(failedOf((await say('status sshd')).out)).toEqual(['1']);
    await say('reload');
    expect(failedOf((await say('status sshd')).out)).toEqual(['2']);
  });

  it('stays unknown to an operator without the right to read the whole table, who is told so', async () => {
    const asked: string[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
      asked.push(operation);
      const denied = {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        Message: 'User: arn:aws:iam::1:user/x is not authorized to perform: dynamodb:Scan on resource: x',
      };
      const answer = operation === 'Scan' ? denied : operation === 'Query' ? { Items: [] } : {};
      request.resume().on('end', () => {
        response.writeHead(operation === 'Scan' ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const before = process.env.AWS_ENDPOINT_URL_DYNAMODB;
    process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, out, err } = await say('status sshd');
    process.env.AWS_ENDPOINT_URL_DYNAMODB = before;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    expect([code, failedOf(out), asked.includes('Scan')]).toEqual([0, ['-'], true]);
    expect(err).toBe('Currently failed is not known: you have no right to read the whole table (dynamodb:Scan)\n');
  });
});
