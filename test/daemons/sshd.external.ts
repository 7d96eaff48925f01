/**
 * The real sshd of this machine, attacked on loopback; see `npm run test:daemons`. Needs root, openssh-server and rsyslog, and no
 * syslog daemon that already runs.
 */
import { readFileSync } from 'node:fs';
import { seeded } from '../../examples/story/random';
import { resolveRuleset } from '../../lib/config/ruleset';
import { forgeableJails } from '../../lib/core/forgeable';
import { overShipped } from '../config/trees';
import { attacker, isAttacker, VICTIMS } from './support/attackers';
import { crowd } from './support/crowd';
import { openWorkshop, pause, until } from './support/processes';
import { type Named, readLog } from './support/read-log';
import { connectSsh, passwordDetails } from './support/ssh/client';
import { sshAttacks } from './support/ssh-attacks';
import { startSshd } from './support/sshd';
import { startSyslog } from './support/syslog';

const CONNECTIONS = Number(process.env.FAIL2EDGE_ATTACKS ?? 400);
/** Those that meet PAM, which takes its time. */
const WITH_PAM = Math.ceil(CONNECTIONS / 5);
const ALL = CONNECTIONS + WITH_PAM;
const SEED = Number(process.env.FAIL2EDGE_SEED ?? 20_261_120);

const workshop = openWorkshop();
let log = '';

const attackOf = (number: number) => sshAttacks[number % sshAttacks.length] as (typeof sshAttacks)[number];

beforeAll(async () => {
  log = await startSyslog(workshop);
  const [plain, pam] = [await startSshd(workshop, 'no'), await startSshd(workshop, 'yes')];
  const attack = (number: number) =>
    attackOf(number).run(
      { port: number < CONNECTIONS ? plain : pam, localAddress: attacker(number) },
      seeded(SEED + number),
    );
  await crowd(CONNECTIONS, 16, attack);
  await crowd(WITH_PAM, 40, (number) => attack(CONNECTIONS + number));
  await settled();
}, 240_000);

afterAll(workshop.close);

/** Until nothing has been written for a while. */
async function settled(): Promise<void> {
  let size = -1;
  await until('the log', async () => {
    const before = size;
    await pause(500);
    size = readFileSync(log).length;
    return size === before;
  });
}

const jail = (mode: string) => `[sshd]\nport = ssh\nmode = ${mode}\nmaxretry = 1\nfindtime = 1d\n`;
const namedIn = (mode: string): Promise<Named> => readLog(jail(mode), 'sshd', log);

/** Attackers that the log does not name although it should. */
const hidden = ({ ids }: Named, only: (attack: (typeof sshAttacks)[number]) => boolean) =>
  Array.from({ length: ALL }, (_, number) => number)
    .filter((number) => only(attackOf(number)) && !ids.has(attacker(number)))
    .map((number) => `${attacker(number)} ${attackOf(number).name}`);

describe.each(['normal', 'aggressive'])(
  'sshd, attacked with hostile names, greetings and last words, mode %s',
  (mode) => {
    it('names nobody but the attackers', async () => {
      const { ids, bans } = await namedIn(mode);
      expect([...ids].filter((id) => !isAttacker(id))).toEqual([]);
      expect(bans).toEqual([]);
    });

    it('finds every attacker', async () => {
      expect(hidden(await namedIn(mode), ({ login }) => login || mode === 'aggressive')).toEqual([]);
    });
  },
);

test("PAM's own lines name nobody but the attackers", async () => {
  const { ids } = await readLog('[pam-generic]\nport = ssh\nmaxretry = 1\nfindtime = 1d\n', 'pam-generic', log);
  expect(ids.size).toBeGreaterThan(0);
  expect([...ids].filter((id) => !isAttacker(id))).toEqual([]);
});

test('the attack was one: the log names the victims', () => {
  const text = readFileSync(log, 'utf8');
  for (const victim of VICTIMS) expect(text.split(victim).length).toBeGreaterThan(CONNECTIONS / 10);
});

test('sshd -e is rightly marked as forgeable: a last word with a line feed writes a line of its own', async () => {
  const own = workshop.path('stderr.log');
  const port = await startSshd(workshop, 'no', ['-E', own]);
  const ssh = await connectSsh({ port, localAddress: attacker(1) });
  const forged = 'Nov 18 12:00:00 gate sshd[1]: Failed password for root from 192.0.2.66 port 22 ssh2';
  await ssh?.disconnect(11, Buffer.from(`bye\n${forged}\n`));
  await until('the line', () => readFileSync(own, 'utf8').includes(forged));
  expect(readFileSync(log, 'utf8').split('\n')).not.toContain(forged);
  expect(readFileSync(own, 'utf8').split(/\r?\n/)).toContain(forged);
  expect([...(await readLog(jail('normal'), 'sshd', own)).ids]).toEqual(['192.0.2.66']);
  // Its real lines are bare; read as such they name the attacker.
  const again = await connectSsh({ port, localAddress: attacker(2) });
  await again?.login(Buffer.from('bob'), Buffer.from('password'), passwordDetails('wrong'));
  await again?.close();
  await until('the line', () => readFileSync(own, 'utf8').includes(`from ${attacker(2)}`));
  const bare = await readLog(`${jail('normal')}filter = sshd[logtype=bare]\n`, 'sshd', own);
  expect([...bare.ids]).toEqual([attacker(2)]);
  const tree = overShipped({ 'jail.local': '[sshd]\nloggroup = /ecs/bastion\n' });
  const { ruleset } = resolveRuleset(tree, { only: 'sshd' });
  expect(forgeableJails(ruleset).map(({ source }) => source)).toEqual(['sshd -e']);
});
