/** The real nginx of this machine, attacked on loopback; see `npm run test:daemons`. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { seeded } from '../../examples/story/random';
import { resolveRuleset } from '../../lib/config/ruleset';
import { openTree } from '../../lib/config/tree';
import { forgeableJails } from '../../lib/core/forgeable';
import { attacker, isAttacker, VICTIMS } from './support/attackers';
import { crowd } from './support/crowd';
import { send } from './support/http';
import { httpAttacks, JAIL_OF } from './support/http-attacks';
import { type Nginx, startNginx } from './support/nginx';
import { openWorkshop } from './support/processes';
import { type Named, readLog } from './support/read-log';

const CONNECTIONS = Number(process.env.FAIL2EDGE_ATTACKS ?? 400) * 5;
const SEED = Number(process.env.FAIL2EDGE_SEED ?? 20_261_120);

const workshop = openWorkshop();
let nginx: Nginx;
/** The answers each attacker got. */
const answers: number[][] = [];

const attackOf = (number: number) => httpAttacks[number % httpAttacks.length] as (typeof httpAttacks)[number];

beforeAll(async () => {
  mkdirSync(workshop.path('www'));
  nginx = await startNginx(workshop);
  await crowd(CONNECTIONS, 16, async (number) => {
    const random = seeded(SEED + number);
    const { request, times = 1 } = attackOf(number);
    const got: number[] = [];
    for (let time = 0; time < times; time++) {
      got.push(await send({ port: nginx.port, localAddress: attacker(number) }, request(random)));
    }
    answers[number] = got;
  });
}, 240_000);

afterAll(workshop.close);

const settings = (jail: string) => `[${jail}]\nport = http,https\nmaxretry = 1\nfindtime = 1d\n`;

/** The lines of both logs a jail may read. */
function logOf(jail: string): string {
  const both = workshop.path(`both-${jail}.log`);
  writeFileSync(both, readFileSync(nginx.accessLog));
  appendFileSync(both, readFileSync(nginx.errorLog));
  return both;
}

const namedBy = (jail: string): Promise<Named> => readLog(settings(jail), jail, logOf(jail));

describe.each(['nginx-http-auth', 'nginx-forbidden', 'nginx-botsearch', 'nginx-bad-request', 'nginx-limit-req'])(
  'nginx, attacked with hostile paths, names, headers and requests: %s',
  (jail) => {
    it('names nobody but the attackers, and finds each of its own', async () => {
      const { ids, bans } = await namedBy(jail);
      expect([...ids].filter((id) => !isAttacker(id))).toEqual([]);
      expect(bans).toEqual([]);
      const hidden = answers.flatMap((got, number) => {
        const meant = [attackOf(number).status, 400];
        const guilty = got.some((status) => meant.includes(status) && JAIL_OF[status] === jail);
        return !guilty || ids.has(attacker(number)) ? [] : [`${attacker(number)} ${attackOf(number).name}`];
      });
      expect(hidden).toEqual([]);
    });
  },
);

test('the attack was one: most requests were answered as meant, and the logs name the victims', () => {
  const meant = answers.filter((got, number) => got.includes(attackOf(number).status));
  expect(meant.length).toBeGreaterThan(CONNECTIONS / 2);
  for (const log of [nginx.accessLog, nginx.errorLog]) {
    const text = readFileSync(log, 'utf8');
    for (const victim of VICTIMS) expect(text.split(victim).length).toBeGreaterThan(CONNECTIONS / 10);
  }
});

describe('what is marked as forgeable', () => {
  const line = (victim: string) =>
    `2026/11/18 12:00:00 [error] 1#1: *1 access forbidden by rule, client: ${victim}, server: s`;
  const ask = (target: string, header = 'X: x') =>
    send(
      { port: nginx.port, localAddress: attacker(1) },
      Buffer.from(`GET ${target} HTTP/1.1\r\nHost: x\r\n${header}\r\nConnection: close\r\n\r\n`),
    );
  const forge = async () => {
    await ask(`/x${encodeURIComponent(`\n${line('192.0.2.66')}`)}`);
    const login = Buffer.from(`x\n${line('192.0.2.67').replaceAll(':', ' ')}:x`).toString('base64');
    await ask('/private', `Authorization: Basic ${login}`);
  };

  it('is: a path or a name with a line feed writes lines into the error log', async () => {
    await forge();
    const lines = readFileSync(nginx.errorLog, 'utf8').split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/^2026\/11\/18 12:00:00 .* client: 192\.0\.2\.66, server: s/));
    // A name holds no colon, so such a line has no date and no client that a filter knows.
    expect(lines).toContainEqual(expect.stringMatching(/^2026\/11\/18 12 00 00 .* client {2}192\.0\.2\.67/));
    const { ruleset } = resolveRuleset(openTree(undefined), { only: 'nginx-forbidden' });
    expect(forgeableJails(ruleset).map(({ jail }) => jail)).toEqual(['nginx-forbidden']);
  });

  it('is not the access log, which escapes it', async () => {
    await forge();
    const lines = readFileSync(nginx.accessLog, 'utf8').trimEnd().split('\n');
    expect(lines.filter((text) => !/^127\.20\.\d+\.\d+ - /.test(text))).toEqual([]);
  });
});
