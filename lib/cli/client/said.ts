import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../io';
import { SETTINGS } from './answers/settings';
import { FORM_OPTIONS, FORMS, type Form, type FormOption } from './grammar';
import { COMMON_OPTIONS } from './options';

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** The form that was said, with what was said in place of its placeholders. */
export interface Parsed {
  readonly form: Form;
  readonly jail: string | undefined;
  readonly setting: string;
  readonly operands: readonly string[];
  readonly values: Values;
}

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
  if (!form) throw new UsageError(forms.length > 0 ? `Sorry but the command is invalid${see(verb)}` : complaint(said));
  const operands = operandsOf(form, said);
  allowed(form, values);
  const at = (name: string) => said[form.words.indexOf(name)];
  return { form, jail: at('JAIL'), setting: at('SETTING') ?? '', operands, values };
}

function words(verb: string, args: readonly string[]): { values: Values; positionals: readonly string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = { all: { type: 'boolean' } };
  for (const { name, short, value } of COMMON_OPTIONS) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) };
  }
  for (const [name, value] of Object.entries(FORM_OPTIONS))
    options[name] = { type: value === null ? 'boolean' : 'string' };
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    return { values: values as Values, positionals };
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}${see(verb)}`, { cause });
  }
}

/** Whether the form begins with these words; its options in dashes must have been given. */
function fits({ words: form }: Form, said: readonly string[], values: Values): boolean {
  let at = 0;
  return form.every((word, index) => {
    if (index > 0 && word.startsWith('--')) return values[word.slice(2)] === true;
    const typed = said[at++];
    if (typed === undefined) return false;
    if (word === 'SETTING') return SETTINGS.some(({ name }) => name === typed);
    return word === 'JAIL' || word === typed;
  });
}

const operandsOf = ({ words: form }: Form, said: readonly string[]): readonly string[] =>
  said.slice(form.filter((word, index) => index === 0 || !word.startsWith('--')).length);

/** Whether as many operands follow as the form takes. */
function isFull(form: Form, said: readonly string[]): boolean {
  const { least = 0, most = 0 } = form.operands ?? {};
  const { length } = operandsOf(form, said);
  return least <= length && length <= most;
}

/** An option that this form does not know would be lost without a word. */
function allowed({ words: form, options = [] }: Form, values: Values): void {
  const known: readonly string[] = [...options, ...form.map((word) => word.replace(/^--/, ''))];
  const own = (Object.keys(FORM_OPTIONS) as FormOption[]).filter((name) => values[name] !== undefined);
  const wrong = [...own, ...(values.all === undefined ? [] : ['all'])].find((name) => !known.includes(name));
  if (wrong !== undefined) throw new UsageError(`--${wrong} does not belong here${see(form[0] ?? '')}`);
}

/** fail2ban's answers to what it does not understand. */
function complaint([verb = '', first, second]: readonly string[]): string {
  if (verb === 'unban') return `Invalid command${see(verb)}`;
  if (first === undefined || second === undefined) return `Sorry but the command is invalid${see(verb)}`;
  if (verb === 'get') return `Invalid command (no get action or not yet implemented)${see(verb)}`;
  if (verb === 'set') {
    const why = 'settings stand in the configuration and take effect when it is deployed';
    return `Invalid command '${second}' (no set action or not yet implemented)\n${why}${see(verb)}`;
  }
  return `Sorry but the command is invalid${see(verb)}`;
}

const see = (verb: string): string => `\nfail2edge ${verb} --help tells what can be said`;
