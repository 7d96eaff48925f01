import { CHAPTERS, FORMS } from '../client/grammar';
import type { Form, Option } from '../client/grammar/form';
import { COMMON_OPTIONS } from '../client/grammar/options';
import { CHANGEABLE, SETTINGS } from '../client/grammar/settings';
import { VERBS } from '../client/grammar/verbs';

/** A command with everything that can be said with it. */
export interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly forms: readonly Form[];
  /** Of all its forms, each once. */
  readonly options: readonly Option[];
}

/** Every command, in the order of the reference. */
export function verbs(): readonly Verb[] {
  const forms = CHAPTERS.flatMap((chapter) => chapter.forms);
  const names = [...new Set(forms.map(({ words }) => words[0] ?? ''))];
  return names.map((name) => {
    const own = forms.filter(({ words }) => words[0] === name);
    const summary = VERBS.find((verb) => verb.name === name)?.summary ?? own[0]?.summary ?? '';
    return { name, summary, forms: own, options: optionsOf(own) };
  });
}

/** Those of the forms, then those of every command that asks a deployment. */
function optionsOf(forms: readonly Form[]): readonly Option[] {
  const client = forms.some((form) => FORMS.some((known) => known === form));
  const all = [...forms.flatMap(({ options = [] }) => options), ...(client ? COMMON_OPTIONS : [])];
  return [...new Map(all.map((option) => [option.name, option])).values()];
}

/** What can stand next, after words that were said. */
export interface Step {
  /** The words before; `*` stands for a name. */
  readonly said: readonly string[];
  readonly words: readonly { readonly word: string; readonly summary: string }[];
  /** A jail's name fits. */
  readonly jails: boolean;
  /** A file fits. */
  readonly files: boolean;
}

const JAIL = 'JAIL';
const FILES = new Set(['FILE', 'LOG']);
const SETTING = 'SETTING';

/** Operands with a few values. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'on|off': ['on', 'off'],
  FLAVOR: ['basic', 'short'],
  SHELL: ['bash', 'zsh', 'fish'],
};

/** Every place at which something can be proposed, the most exact first. */
export function steps(): readonly Step[] {
  const found = new Map<string, Place[]>();
  for (const form of CHAPTERS.flatMap((chapter) => chapter.forms)) {
    for (const place of placesOf(form)) found.set(place.key, [...(found.get(place.key) ?? []), place]);
  }
  return [...found.values()].map(stepOf).sort(exactFirst);
}

interface Place {
  readonly key: string;
  readonly said: readonly string[];
  readonly next: string;
  readonly summary: string;
  readonly verb: string;
}

function placesOf({ words, operands, summary }: Form): readonly Place[] {
  const all = operands ? [...words, operands.name] : words;
  return all.map((next, at) => {
    const said = words.slice(0, at).map((word) => (isName(word) ? '*' : word));
    return { key: said.join(' '), said, next, summary: at === words.length - 1 ? summary : '', verb: words[0] ?? '' };
  });
}

/** Capitals stand for a name, also with another that may follow. */
const isName = (word: string): boolean => /^[A-Z]+( \[[A-Z]+\])?$/.test(word);

function stepOf(places: readonly Place[]): Step {
  const words = new Map<string, string>();
  for (const { next, summary, verb } of places) {
    for (const [word, told] of proposals(next, verb, summary)) words.set(word, words.get(word) || told);
  }
  return {
    said: places[0]?.said ?? [],
    words: [...words].map(([word, summary]) => ({ word, summary: summary.replaceAll('`', '') })),
    jails: places.some(({ next }) => next === JAIL),
    files: places.some(({ next }) => FILES.has(next)),
  };
}

function proposals(next: string, verb: string, summary: string): readonly (readonly [string, string])[] {
  if (next === SETTING) return (verb === 'set' ? CHANGEABLE : SETTINGS).map((one) => [one.name, one.summary]);
  const choices = CHOICES[next];
  if (choices) return choices.map((choice) => [choice, '']);
  if (isName(next)) return [];
  const told = verb === next ? (VERBS.find(({ name }) => name === next)?.summary ?? summary) : summary;
  return [[next, told]];
}

const names = ({ said }: Step): number => said.filter((word) => word === '*').length;

const exactFirst = (a: Step, b: Step): number => b.said.length - a.said.length || names(a) - names(b);

/** Options that take a value, in both spellings, of all commands. */
export function valueOptions(): readonly Option[] {
  const all = verbs()
    .flatMap(({ options }) => options)
    .filter(({ value }) => value !== undefined);
  return [...new Map(all.map((option) => [option.name, option])).values()];
}

/** The values of an option that has a few: for which commands which. An option may mean another thing in another command. */
export function choicesOf({ name }: Option): readonly (readonly [verbs: readonly string[], choices: string])[] {
  const all = verbs().flatMap((verb) => {
    const choices = verb.options.find((option) => option.name === name)?.choices;
    return choices ? [{ verb: verb.name, choices: choices.join(' ') }] : [];
  });
  const different = [...new Set(all.map(({ choices }) => choices))];
  return different.map((choices) => [all.filter((one) => one.choices === choices).map(({ verb }) => verb), choices]);
}

/** `--config` and `-c` */
export const spellings = ({ name, short }: Option): readonly string[] => [
  `--${name}`,
  ...(short === undefined ? [] : [`-${short}`]),
];

/** Commands that begin with a dash, such as `-t`. */
export const dashed = (): readonly string[] => verbs().flatMap(({ name }) => (name.startsWith('-') ? [name] : []));
