import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../io';
import { FORMS } from './grammar';
import type { ClientForm } from './grammar/client-form';
import { insteadOf, isOfServer } from './grammar/instead';
import { COMMON_OPTIONS } from './grammar/options';
import { CHANGEABLE, SETTINGS } from './grammar/settings';

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** The form that was said, with what was said in place of its placeholders. */
export interface Parsed {
  readonly form: ClientForm;
  readonly jail: string | undefined;
  readonly setting: string;
  readonly operands: readonly string[];
  readonly values: Values;
  /** What was said, without where: for the journal. */
  readonly typed: string;
}

/** Options of single forms. */
const OWN_OPTIONS = [...new Set(FORMS.flatMap(({ options = [] }) => options))];

/** Options that are part of a form's words. */
const SAID_OPTIONS = [
  ...new Set(FORMS.flatMap(({ words: [, ...rest] }) => rest.filter((word) => word.startsWith('--')))),
];

const isOption = (word: string): boolean => SAID_OPTIONS.includes(word);

/**
 * Finds the form that `verb` and `args` say.
 * @returns `help` when it was asked for. @throws UsageError in fail2ban's words when there is no such form.
 */
export function parseSaid(verb: string, args: readonly string[]): Parsed | 'help' {
  const { values, positionals } = words(verb, args);
  if (values.help) return 'help';
  const said = [verb, ...positionals];
  const forms = FORMS.filter((candidate) => fits(candidate, said, values));
  const form = forms.find((candidate) => isFull(candidate, said));
  if (!form) throw new UsageError(complaint(said, forms.length > 0) + see(verb));
  const operands = operandsOf(form, said);
  allowed(form, values);
  const at = (name: string) => said[form.words.indexOf(name)];
  const typed = [...said, ...ownOptions(values)].join(' ');
  return { form, jail: at('JAIL'), setting: at('SETTING') ?? '', operands, values, typed };
}

function words(verb: string, args: readonly string[]): { values: Values; positionals: readonly string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const name of SAID_OPTIONS) options[name.slice(2)] = { type: 'boolean' };
  for (const { name, short, value } of [...OWN_OPTIONS, ...COMMON_OPTIONS]) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) };
  }
  try {
    const { values, positionals } = parseArgs({ args: args.map(shielded), allowPositionals: true, options });
    const bare = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? bared(value) : value,
    ]);
    return { values: Object.fromEntries(bare) as Values, positionals: positionals.map(bared) };
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}${see(verb)}`, { cause });
  }
}

/** `-1` is a number here, as fail2ban-client has it; no option begins with a digit. */
const shielded = (text: string): string => (/^-\d/.test(text) ? `\0${text}` : text);
const bared = (text: string): string => text.replace(/^\0/, '');

/** Whether the form begins with these words. */
function fits({ words: form }: ClientForm, said: readonly string[], values: Values): boolean {
  const settings = form[0] === 'set' ? CHANGEABLE : SETTINGS;
  if (SAID_OPTIONS.some((option) => form.includes(option) !== (values[option.slice(2)] === true))) return false;
  return form
    .filter((word) => !isOption(word))
    .every((word, index) => {
      const typed = said[index];
      if (word === 'SETTING') return settings.some(({ name }) => name === typed);
      return word === 'JAIL' ? typed !== undefined : word === typed;
    });
}

const operandsOf = ({ words: form }: ClientForm, said: readonly string[]): readonly string[] =>
  said.slice(form.filter((word) => !isOption(word)).length);

/** Whether as many operands follow as the form takes. */
function isFull(form: ClientForm, said: readonly string[]): boolean {
  const { least = 0, most = 0 } = form.operands ?? {};
  const { length } = operandsOf(form, said);
  return least <= length && length <= most;
}

/** The options of the form itself, as they are typed. */
function ownOptions(values: Values): readonly string[] {
  const names = [...SAID_OPTIONS.map((option) => option.slice(2)), ...OWN_OPTIONS.map(({ name }) => name)];
  return [...new Set(names)].flatMap((name) => {
    const value = values[name];
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}=${value}`];
  });
}

/** An option that this form does not know would be lost without a word. */
function allowed({ words: form, options = [] }: ClientForm, values: Values): void {
  const names = new Set(options.map(({ name }) => name));
  const wrong = OWN_OPTIONS.find((option) => values[option.name] !== undefined && !names.has(option.name));
  if (wrong !== undefined) throw new UsageError(`--${wrong.name} does not belong here${see(form[0] ?? '')}`);
}

/** fail2ban's answers to what it does not understand, and what to do; `known`: only what follows the words is wrong. */
function complaint(said: readonly string[], known: boolean): string {
  const [verb, first, second] = said;
  if (verb === 'unban') return 'Invalid command';
  const instead = verb === 'get' || verb === 'set' ? insteadOf(said) : undefined;
  const todo = known || instead === undefined ? '' : `\n${instead}`;
  if (known || first === undefined || second === undefined) return `Sorry but the command is invalid${todo}`;
  if (verb === 'get') return `Invalid command (no get action or not yet implemented)${todo}`;
  if (verb !== 'set') return 'Sorry but the command is invalid';
  const what = isOfServer(first) ? first : second;
  return `Invalid command '${what}' (no set action or not yet implemented)${todo}`;
}

const see = (verb: string): string => `\nfail2edge ${verb} --help tells what can be said`;
