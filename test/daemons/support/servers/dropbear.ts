import { execFileSync } from 'node:child_process';
import { freePort, listens, programOf, until, type Workshop } from '../processes';

/** Starts the machine's dropbear; it logs to syslog. */
export async function startDropbear(workshop: Workshop): Promise<number> {
  const port = await freePort();
  const key = workshop.path('dropbear_key');
  execFileSync(programOf('dropbearkey'), ['-t', 'ed25519', '-f', key], { stdio: 'ignore' });
  const settings = ['-F', '-p', `127.0.0.1:${port}`, '-r', key, '-P', workshop.path('dropbear.pid'), '-T', '4'];
  workshop.start(programOf('dropbear'), settings);
  await until('dropbear', () => listens(port));
  return port;
}
