import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../lib/cli/main';

/** Whom a log names, as the whole pipeline reads it: found (and banned), or never banned because it is a loopback address. */
export interface Named {
  readonly ids: ReadonlySet<string>;
  readonly bans: readonly string[];
}

/**
 * Plays a log through `fail2edge replay` with a jail.local of this text. Loopback addresses are named and, as everywhere,
 * never banned; a victim's would be.
 */
export async function readLog(jailLocal: string, jail: string, log: string): Promise<Named> {
  const folder = mkdtempSync(join(tmpdir(), 'jails-'));
  writeFileSync(join(folder, 'jail.local'), jailLocal);
  const lines: string[] = [];
  const errors: string[] = [];
  const io = {
    ...{ stdout: (text: string) => lines.push(...text.split('\n')), stderr: (text: string) => errors.push(text) },
    ...{ columns: undefined, colour: false, progress: false, now: () => Date.now() / 1000 },
  };
  if (process.env.DAEMONS_KEEP) copyFileSync(log, process.env.DAEMONS_KEEP);
  const code = await main(['replay', '--config', folder, '--jail', jail, '--json', log], io, 'test');
  rmSync(folder, { recursive: true });
  if (code !== 0) throw new Error(errors.join(''));
  const events = lines.filter((text) => text !== '').map((text) => JSON.parse(text));
  // An attacker who only makes his line ambiguous is not found.
  const named = events.filter(
    ({ event, reason }) => event === 'found' || (event === 'ignored' && reason !== 'ambiguous'),
  );
  const ids = named.map(({ ip, id }) => String(ip ?? id));
  return { ids: new Set(ids), bans: events.flatMap(({ event, ip }) => (event === 'ban' ? [ip] : [])) };
}
