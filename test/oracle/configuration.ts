import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A configuration folder in the temporary folder: everything of `base`, and this `jail.local`. The caller removes it. */
export function configurationOver(base: string | undefined, jailLocal: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fail2edge-config-'));
  const names = base === undefined ? [] : readdirSync(base).filter((name) => name !== 'jail.local');
  for (const name of names) symlinkSync(join(base as string, name), join(folder, name));
  writeFileSync(join(folder, 'jail.local'), jailLocal);
  return folder;
}
