import { JAIL_OPTIONS } from './jail-options';
import type { Layers } from './layers';
import { error, type Problem } from './problem';

/** Options whose values run over several lines, and may hold what looks like an option: `port=ssh` in brackets. */
const OF_SEVERAL_LINES = /^(?:action|banaction|filter)/;

/**
 * `maxretry = 3` that is indented belongs to the value above it, and is lost there without a word: fail2ban, too, says
 * nothing. An expression may look like it, and then has an address in it.
 */
export function indentedOptions({ defaults, sections }: Layers): readonly Problem[] {
  return [defaults, ...sections.values()].flatMap((options) =>
    [...options].flatMap(([name, { text, lines, place }]) => {
      if (OF_SEVERAL_LINES.test(name)) return [];
      return text.split('\n').flatMap((line, index) => {
        if (index === 0 || !isOption(line)) return [];
        const message = `'${line}' is indented, so it belongs to '${name}'`;
        return [error({ ...place, line: lines[index] ?? place.line }, message, 'begin the line without blanks')];
      });
    }),
  );
}

function isOption(line: string): boolean {
  const name = /^([\w.]+)\s*[=:]/.exec(line)?.[1]?.toLowerCase();
  return name !== undefined && Object.hasOwn(JAIL_OPTIONS, name) && !line.includes('<');
}
