import { CHAPTERS } from '../client/grammar';
import { type Form, syntaxOf } from '../client/grammar/form';
import { COMMON_OPTIONS } from '../client/grammar/options';
import { CHANGEABLE, SETTINGS } from '../client/grammar/settings';
import { type OptionSpec, spelled } from '../options';
import { ENVIRONMENT, EXIT_CODES, FILES } from './texts';

/** docs/reference.md. */
export function referencePage(): string {
  const parts = [
    '# Reference',
    'Every command with its options; made of the grammar, as `fail2edge man` and the completions are.',
    ...CHAPTERS.flatMap(({ title, forms }) => [`## ${title}`, ...forms.map(formText)]),
    '## Options of every command that asks a deployment',
    table(['option', 'meaning'], COMMON_OPTIONS.map(optionRow)),
    '## Settings',
    'What `get JAIL SETTING` answers; what can be set holds until `reload`.',
    table(
      ['setting', 'meaning', 'set'],
      SETTINGS.map(({ name, summary }) => [
        `\`${name}\``,
        summary,
        CHANGEABLE.some((one) => one.name === name) ? 'yes' : '',
      ]),
    ),
    '## Exit codes',
    table(
      ['code', 'meaning'],
      EXIT_CODES.map(({ code, meaning }) => [String(code), meaning]),
    ),
    'What each message means: [errors](errors.md).',
    '## Files and environment',
    table(
      ['name', 'meaning'],
      [...FILES, ...ENVIRONMENT].map(({ name, meaning }) => [`\`${name}\``, meaning]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Options that stand in the table of every command are not told again. */
function formText(form: Form): string {
  const own = form.options ?? [];
  const head = `### \`${syntaxOf({ ...form, options: own.length > MANY ? [] : own })}\``;
  const text = `${form.summary.charAt(0).toUpperCase()}${form.summary.slice(1)}.`;
  return [head, text, ...(own.length === 0 ? [] : [table(['option', 'meaning'], own.map(optionRow))])].join('\n\n');
}

const MANY = 4;

const optionRow = (option: OptionSpec): readonly string[] => [`\`${spelled(option)}\``, option.summary];

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(titles), `|${titles.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
