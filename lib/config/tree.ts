import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, posix } from 'node:path';
import { ConfigurationError, error } from './problem';

/** One file of a configuration tree. */
export interface SourceFile {
  /** As messages show it: relative to the administrator's folder, or below `config/` when it ships with the project. */
  readonly name: string;
  /** Where it stands in the tree (`filter.d/sshd.conf`); absolute when it was asked for by its absolute path. */
  readonly path: string;
  readonly text: string;
  readonly shipped: boolean;
}

/** A folder laid out like `/etc/fail2ban`. The only door through which configuration files are read. */
export interface ConfigTree {
  /** @returns undefined when there is no such file. An absolute path is read as it stands. */
  read(path: string): SourceFile | undefined;
  /** Names of the files in a folder of the tree, sorted, hidden ones left out; empty when there is no such folder. */
  list(folder: string): readonly string[];
}

/**
 * The administrator's folder over the shipped one, file by file: what `dir` lacks comes from the project's `config/`, and a
 * file that both have is read from `dir` alone.
 * @throws ConfigurationError when `dir` is not a folder.
 */
export function openTree(dir: string | undefined): ConfigTree {
  const shipped = join(projectRoot(), 'config');
  if (dir !== undefined && !isFolder(dir)) {
    throw new ConfigurationError([
      error({ file: dir, line: 0 }, 'no such folder', 'give the folder that holds jail.local'),
    ]);
  }
  const read = (path: string): SourceFile | undefined => {
    if (isAbsolute(path)) return load(path, path, false);
    const relative = posix.normalize(path);
    const own = dir === undefined ? undefined : load(join(dir, relative), relative, false);
    return own ?? load(join(shipped, relative), relative, true);
  };
  const list = (folder: string): readonly string[] =>
    [...new Set([...(dir === undefined ? [] : filesIn(join(dir, folder))), ...filesIn(join(shipped, folder))])].sort();
  return { read, list };
}

/**
 * The folder of this project's package.json. The code may run bundled, also into somebody else's, so it is looked for from
 * here upwards, and in what is installed there.
 */
export function projectRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const found = [folder, join(folder, 'node_modules', 'fail2edge')].find(isThisProject);
    if (found !== undefined) return found;
  }
  throw new Error(`the project's folder was not found above ${__dirname}`);
}

function isThisProject(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'fail2edge';
}

function load(location: string, path: string, shipped: boolean): SourceFile | undefined {
  if (!existsSync(location) || !statSync(location).isFile()) return undefined;
  const name = shipped ? posix.join('config', path) : path;
  return { name, path, text: decode(readFileSync(location), name), shipped };
}

function decode(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigurationError([error({ file, line: 0 }, 'is not UTF-8 text', 'save the file as UTF-8')]);
  }
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const filesIn = (folder: string): readonly string[] =>
  isFolder(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.') && !isFolder(join(folder, name))) : [];
