import { formatCidr, parseCidr } from '../core/address';
import type { JailScope, Setting } from './jail-scope';
import type { ConfigTree } from './tree';

/**
 * A jail's `ignoreip`: addresses and ranges as canonical CIDRs, host names as they are, `file:PATH` replaced by what the file
 * lists (as it is when the configuration is read).
 */
export function ignoreipOf(jail: JailScope, tree: ConfigTree): readonly string[] {
  const setting = jail.setting('ignoreip');
  if (!setting) return [];
  const entries = wordsOf(setting.text).flatMap((word) => entriesOf(word, { jail, tree, setting }));
  return [...new Set(entries)];
}

const wordsOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== '');

interface Context {
  readonly jail: JailScope;
  readonly tree: ConfigTree;
  readonly setting: Setting;
}

function entriesOf(word: string, context: Context): readonly string[] {
  const path = /^file:(.+)$/.exec(word)?.[1];
  if (path === undefined) return entryOf(word, context);
  const source = context.tree.read(path);
  if (!source) {
    context.jail.fail(context.setting.place, `ignoreip: there is no file ${path}`, 'the file is read when you deploy');
    return [];
  }
  const lines = source.text.split(/\r?\n/).map((line) => line.replace(/[#;].*$/, ''));
  return lines.flatMap((line) => wordsOf(line).flatMap((entry) => entryOf(entry, context)));
}

function entryOf(word: string, { jail, setting }: Context): readonly string[] {
  const cidr = parseCidr(word);
  if (cidr) return [formatCidr(cidr)];
  if (/^(?=.*[a-z])[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9.])?$/i.test(word) && !/^0x/i.test(word)) return [word.toLowerCase()];
  const comment = word.startsWith('#');
  const hint = comment
    ? "'#' begins a comment only at the beginning of a line"
    : '192.0.2.1, 192.0.2.0/24, 2001:db8::/32';
  jail.fail(setting.place, `ignoreip: '${word}' is no address, range or host name`, hint);
  return [];
}
