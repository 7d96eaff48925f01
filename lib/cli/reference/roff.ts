import { CHAPTERS } from '../client/grammar';
import { type Form, syntaxOf } from '../client/grammar/form';
import { COMMON_OPTIONS } from '../client/grammar/options';
import { CHANGEABLE, SETTINGS } from '../client/grammar/settings';
import { type OptionSpec, spelled, wrapped } from '../options';
import { ENVIRONMENT, EXAMPLES, EXIT_CODES, FILES, INTRODUCTION } from './texts';

/** The man page, in the macros of man(7). */
export function manPage(version: string): string {
  const lines = [
    `.TH FAIL2EDGE 1 "" "fail2edge ${version}" "User Commands"`,
    ...['.SH NAME', `fail2edge \\- ${escaped(INTRODUCTION.oneLine)}`],
    ...['.SH SYNOPSIS', '.B fail2edge', '.I COMMAND', '[OPTIONS]'],
    ...['.SH DESCRIPTION', ...paragraphs(INTRODUCTION.paragraphs)],
    ...CHAPTERS.flatMap(({ title, forms }) => [`.SH ${escaped(title.toUpperCase())}`, ...forms.flatMap(formLines)]),
    ...['.SH OPTIONS OF EVERY COMMAND THAT ASKS A DEPLOYMENT', ...COMMON_OPTIONS.flatMap(optionLines)],
    ...[
      '.SH SETTINGS',
      ...paragraphs(['What get JAIL SETTING answers; those with an asterisk can be set until reload.']),
    ],
    ...SETTINGS.flatMap(({ name, summary }) => entry(changeable(name), escaped(plain(summary)))),
    ...['.SH EXIT STATUS', ...EXIT_CODES.flatMap(({ code, meaning }) => entry(`.B ${code}`, escaped(meaning)))],
    ...['.SH FILES', ...FILES.flatMap(({ name, meaning }) => entry(`.I ${escaped(name)}`, escaped(meaning)))],
    ...[
      '.SH ENVIRONMENT',
      ...ENVIRONMENT.flatMap(({ name, meaning }) => entry(`.B ${escaped(name)}`, escaped(meaning))),
    ],
    '.SH EXAMPLES',
    ...EXAMPLES.flatMap(({ say, meaning }) => [escaped(meaning), '.PP', '.nf', `    ${escaped(say)}`, '.fi', '.PP']),
    ...['.SH SEE ALSO', '.BR fail2ban-client (1),', '.BR fail2ban-regex (1)'],
  ];
  return `.\\" Made of the grammar by "fail2edge man": do not edit.\n${lines.join('\n')}\n`;
}

const paragraphs = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text, at) => [...(at === 0 ? [] : ['.PP']), escaped(text)]);

const entry = (tag: string, text: string): readonly string[] => ['.TP', tag, text];

function formLines(form: Form): readonly string[] {
  const own = form.options ?? [];
  const tag = bold(`fail2edge ${syntaxOf({ ...form, options: own.length > MANY ? [] : own })}`);
  const options = own.length === 0 ? [] : ['.RS', ...own.flatMap(optionLines), '.RE'];
  return [...entry(tag, escaped(capital(form.summary))), ...options];
}

/** On one line: the tag of a paragraph. */
const bold = (text: string): string => `.B ${escaped(text).replaceAll('\n', ' ')}`;

/** More options than a line of syntax should name. */
const MANY = 4;

const optionLines = (option: OptionSpec): readonly string[] =>
  entry(bold(spelled(option)), escaped(capital(option.summary)));

const changeable = (name: string): string => bold(CHANGEABLE.some((one) => one.name === name) ? `${name} *` : name);

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Without the marks of Markdown. */
const plain = (text: string): string => capital(text.replaceAll('`', ''));

/** A text of roff: no escape of its own, no request at the beginning of a line, dashes that can be copied. */
const escaped = (text: string): string =>
  wrapped(text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('\n', ' '), WIDTH)
    .map((line) => (/^[.']/.test(line) ? `\\&${line}` : line))
    .join('\n');

const WIDTH = 78;
