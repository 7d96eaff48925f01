import { readFileSync, writeFileSync } from 'node:fs';
import { type Random, seeded } from '../../../examples/story/random';
import { attacker, isAttacker, VICTIMS } from './attackers';
import { crowd } from './crowd';
import { openWorkshop, pause, until, type Workshop } from './processes';
import { readLog } from './read-log';
import { startSyslog } from './syslog';

/** What an attacker does with one connection. */
export interface Attack<Ports> {
  readonly name: string;
  /** The jails that have to find him, by their titles below. */
  readonly found: readonly string[];
  /** What the server says when it has refused him, where something else may keep it from that; then nothing has to be found. */
  readonly refusal?: RegExp;
  /** @returns what the server said, where `refusal` asks. */
  readonly run: (ports: Ports, localAddress: string, random: Random) => Promise<unknown>;
}

/** A jail that reads the log. */
export interface ReadingJail {
  readonly title: string;
  readonly jail: string;
  /** More lines of its section. */
  readonly settings?: string;
}

export interface Siege<Ports> {
  /** Starts the servers; they log to syslog or to files below the workshop's folder that `logs` names. */
  readonly start: (workshop: Workshop) => Promise<Ports>;
  readonly logs?: readonly string[];
  readonly attacks: readonly Attack<Ports>[];
  readonly jails: readonly ReadingJail[];
  /** Whether the log holds what the attackers say; dropbear's does not. */
  readonly outspoken?: boolean;
  /** Attackers in all, and at once. */
  readonly count: number;
  readonly at?: number;
}

const SEED = Number(process.env.FAIL2EDGE_SEED ?? 20_261_120);

/** How many attackers, for `share` of those that FAIL2EDGE_ATTACKS asks for. */
export const attackers = (share: number): number => Math.ceil(Number(process.env.FAIL2EDGE_ATTACKS ?? 400) * share);

/** Attacks real servers, and reads their log with these jails: nobody else is named, and every attacker is found. */
export function besiege<Ports>({
  start,
  logs = [],
  attacks,
  jails,
  count,
  outspoken = true,
  at = 16,
}: Siege<Ports>): void {
  const workshop = openWorkshop();
  const log = workshop.path('all.log');
  const refused: boolean[] = [];
  const attackOf = (number: number) => attacks[number % attacks.length] as Attack<Ports>;

  beforeAll(async () => {
    const syslog = await startSyslog(workshop);
    const ports = await start(workshop);
    await crowd(count, at, async (number) => {
      const { run, refusal } = attackOf(number);
      const said = await run(ports, attacker(number), seeded(SEED + number));
      refused[number] = refusal?.test(String(said)) ?? true;
    });
    const all = [syslog, ...logs.map(workshop.path)];
    await settled(all);
    writeFileSync(log, Buffer.concat(all.map((path) => readFileSync(path))));
  }, 300_000);

  afterAll(workshop.close);

  it.each(jails)(
    '$title names nobody but the attackers, and finds each of its own',
    async ({ title, jail, settings }) => {
      const text = `[${jail}]\nmaxretry = 1\nfindtime = 1d\nport = 1:65535\n${settings ?? ''}\n`;
      const { ids, bans } = await readLog(text, jail, log);
      expect([...ids].filter((id) => !isAttacker(id))).toEqual([]);
      expect(bans).toEqual([]);
      const hidden = Array.from({ length: count }, (_, number) => number).filter(
        (number) => refused[number] && attackOf(number).found.includes(title) && !ids.has(attacker(number)),
      );
      expect(hidden.map((number) => `${attacker(number)} ${attackOf(number).name}`)).toEqual([]);
    },
  );

  test('the attack was one: the log has many lines, and names the victims', () => {
    const text = readFileSync(log, 'utf8');
    expect(text.split('\n').length).toBeGreaterThan(count);
    expect(refused.filter(Boolean).length).toBeGreaterThan(count / 2);
    for (const victim of outspoken ? VICTIMS : []) expect(text.split(victim).length).toBeGreaterThan(count / 20);
  });
}

/** Until nothing has been written for a while. */
async function settled(logs: readonly string[]): Promise<void> {
  let size = -1;
  await until('the logs', async () => {
    const before = size;
    await pause(700);
    size = logs.reduce((sum, path) => sum + readFileSync(path).length, 0);
    return size === before;
  });
}
