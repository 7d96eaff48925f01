import { basename, resolve } from 'node:path';
import type { Jail } from '../../core/ruleset';

/** A file of the replay with the jails its lines go to. */
export interface Routed {
  /** As given on the command line. */
  readonly file: string;
  readonly jails: readonly string[];
}

/**
 * Which jails watch a file: those whose `logpath` or `loggroup` names it by its full path; when none does, those that
 * name it by its base name without the rotation's ending.
 */
export function routeFile(file: string, jails: readonly Jail[]): readonly string[] {
  const full = resolve(file);
  const byPath = jails.filter((jail) => namesOf(jail).some((name) => globMatches(name, full)));
  if (byPath.length > 0) return byPath.map(({ name }) => name);
  const base = logName(file);
  return jails
    .filter((jail) => namesOf(jail).some((name) => globMatches(basename(name), base)))
    .map(({ name }) => name);
}

/** `auth.log` for `/var/log/auth.log.2.gz` and `auth.log-20261118`. */
export function logName(file: string): string {
  return basename(file)
    .replace(/\.gz$/, '')
    .replace(/\.\d+$/, '')
    .replace(/-\d{8}$/, '');
}

/** `logpath` entries may end in ` head` or ` tail`: where fail2ban begins to read. */
const namesOf = (jail: Jail): readonly string[] =>
  [...jail.logpath, ...jail.loggroup].map((name) => name.replace(/\s+(head|tail)$/, ''));

/** Shell globs as `logpath` has them: `*`, `?` and `[...]`, none of which crosses a `/`. */
function globMatches(glob: string, path: string): boolean {
  const pattern = glob.replace(/\[[^\]]*\]|[\s\S]/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1) return part.replace(/^\[!/, '[^').replace(/\\/g, '\\\\');
    return part.replace(/[.+^${}()|\\\]]|\[/, '\\$&');
  });
  return new RegExp(`^${pattern}$`).test(path);
}
