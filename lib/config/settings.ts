import { visible } from '../core/visible';
import { readLayers } from './layers';
import { didYouMean } from './nearest';
import { formatProblem, type Problem } from './problem';
import type { ConfigTree, SourceFile } from './tree';

/** `JAIL.OPTION=VALUE`, as it would stand in `jail.local`. `jail` may be `DEFAULT`. */
export interface JailSetting {
  readonly jail: string;
  readonly option: string;
  readonly value: string;
}

export type ReadSetting =
  | { readonly kind: 'setting'; readonly setting: JailSetting }
  | { readonly kind: 'mistake'; readonly message: string };

/**
 * Jail names and options both may hold dots: the longest name that is a jail of the tree counts. Whether there is such an
 * option, and whether it takes this value, is told when the tree is resolved with it.
 */
export function readSetting(tree: ConfigTree, text: string): ReadSetting {
  const written = /^([^=]+?)\s*=\s*([\s\S]*)$/.exec(text);
  const path = written?.[1]?.trim() ?? '';
  if (!path.includes('.')) return mistake(text, 'write JAIL.OPTION=VALUE, e.g. sshd.maxretry=3');
  const jails = ['DEFAULT', ...(readLayers(tree, 'jail')?.sections.keys() ?? [])];
  const jail = jails.filter((name) => path.startsWith(`${name}.`)).sort((a, b) => b.length - a.length)[0];
  if (jail === undefined) {
    const named = path.slice(0, path.indexOf('.'));
    return mistake(text, `there is no jail '${named}'`, didYouMean(named, jails) ?? `there are: ${jails.join(', ')}`);
  }
  const option = path.slice(jail.length + 1).toLowerCase();
  return { kind: 'setting', setting: { jail, option, value: (written?.[2] ?? '').trim() } };
}

const mistake = (text: string, message: string, hint?: string): ReadSetting => ({
  kind: 'mistake',
  message: `--set ${text}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
});

/** A line of `jail.local`, with the setting it is of. */
interface Line {
  readonly text: string;
  readonly of: JailSetting | undefined;
}

function linesOf(settings: readonly JailSetting[]): readonly Line[] {
  const byJail = new Map<string, Map<string, JailSetting>>();
  for (const setting of settings) {
    const options = byJail.get(setting.jail) ?? new Map<string, JailSetting>();
    byJail.set(setting.jail, options.set(setting.option, setting));
  }
  return [...byJail].flatMap(([jail, options]) => [
    { text: `[${jail}]`, of: undefined },
    ...[...options.values()].flatMap((of) =>
      `${of.option} = ${of.value.replaceAll('\n', '\n    ')}`.split('\n').map((text) => ({ text, of })),
    ),
  ]);
}

/** The lines of `jail.local` that say the same; of settings of one option the last counts. */
export const settingLines = (settings: readonly JailSetting[]): readonly string[] =>
  linesOf(settings).map(({ text }) => text);

/** Where the settings stand in the tree: a file that is read after every other. */
const PLACE = 'jail.d/--set.local';
const NAME = '--set';

/** The tree as it would be with these lines at the end of `jail.local`. */
export function withSettings(tree: ConfigTree, settings: readonly JailSetting[]): ConfigTree {
  if (settings.length === 0) return tree;
  const text = `${settingLines(settings).join('\n')}\n`;
  const file: SourceFile = { name: NAME, path: PLACE, text, shipped: false };
  return {
    read: (path) => (path === PLACE ? file : tree.read(path)),
    list: (folder) => (folder === 'jail.d' ? [...tree.list(folder), PLACE.slice('jail.d/'.length)] : tree.list(folder)),
  };
}

/** A problem as told to whoever typed `--set`: what was typed stands where else the file does. */
export function formatSettingProblem(problem: Problem, settings: readonly JailSetting[]): string {
  if (problem.file !== NAME) return formatProblem(problem);
  const at = linesOf(settings)[problem.line - 1]?.of;
  const typed = at ? `${NAME} ${at.jail}.${at.option}=${at.value}` : NAME;
  const hint = problem.hint === undefined ? '' : ` (${problem.hint})`;
  return visible(`${typed}: ${problem.message}${hint}`);
}
