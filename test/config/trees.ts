import { type ConfigTree, openTree } from '../../lib/config/tree';

/** A configuration tree that holds just these files. */
export function treeOf(files: Readonly<Record<string, string>>): ConfigTree {
  return {
    read: (path) => {
      const text = files[path];
      return text === undefined ? undefined : { name: path, path, text, shipped: false };
    },
    list: (folder) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
        .map((path) => path.slice(folder.length + 1))
        .sort(),
  };
}

/** These files over what the project ships, as `--config DIR` does it. */
export function overShipped(files: Readonly<Record<string, string>>): ConfigTree {
  const own = treeOf(files);
  const shipped = openTree(undefined);
  return {
    read: (path) => own.read(path) ?? shipped.read(path),
    list: (folder) => [...new Set([...own.list(folder), ...shipped.list(folder)])].sort(),
  };
}

/** A filter whose expression is `<HOST>` between two words: enough for jails that are not about filters. */
export const PLAIN_FILTER = '[Definition]\nfailregex = ^failed <HOST> end$\n';

/** The smallest `jail.conf`: one section of defaults. */
export const JAIL_CONF =
  '[DEFAULT]\nfilter = plain\naction = %(banaction)s\nbanaction = aws-nacl\nport = ssh\nloggroup = /log\n';
