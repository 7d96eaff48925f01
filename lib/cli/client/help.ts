import { optionLines } from '../options';
import { FORMS } from './grammar';
import { syntaxOf } from './grammar/form';
import { COMMON_OPTIONS } from './grammar/options';
import { CHANGEABLE, SETTINGS } from './grammar/settings';

/** What a command's --help prints: its forms, then what holds for all. */
export function helpOf(verb: string): string {
  const forms = FORMS.filter(({ words }) => words[0] === verb);
  const lines = forms.flatMap((form) => [`  fail2edge ${syntaxOf(form)}`, `      ${form.summary}`]);
  const settings = forms.some(({ words }) => words.includes('SETTING'))
    ? ['', 'SETTING is one of', ...wrapped((verb === 'set' ? CHANGEABLE : SETTINGS).map(({ name }) => name))]
    : [];
  const own = [...new Set(forms.flatMap((form) => form.options ?? []))];
  const options = optionLines([...own, ...COMMON_OPTIONS]);
  return [`Usage: fail2edge ${verb} ...`, '', ...lines, ...settings, '', 'Options', ...options, ''].join('\n');
}

const WIDTH = 76;

function wrapped(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const name of names) {
    if (line.length + name.length + 1 > WIDTH) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${name}`;
  }
  return [...lines, line];
}
