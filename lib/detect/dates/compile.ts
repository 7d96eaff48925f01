import type { DateTemplate } from '../../core/ruleset';
import { translate } from '../../regex/translate';
import { type Begin, type Bounds, bound, CUT, REST } from './bounds';
import { DEFAULT_PATTERNS } from './defaults';
import { expandTokens } from './tokens';

/** A template before its expression is translated. */
interface Draft extends Bounds {
  readonly name: string;
  /** Python expression without flags, boundaries and cut group. */
  readonly regex: string;
  readonly ignoreCase: boolean;
  /** Python expression of what stands before the date, when that is matched first. */
  readonly head?: string;
}

const EPOCH = String.raw`\d{10,11}\b(?:\.\d{3,6})?`;
const LONG_EPOCH = String.raw`\d{10,11}(?:\d{3}(?:\.\d{1,6}|\d{3})?)?`;
/** Seconds since the epoch stand at the line's start, in brackets there, or in an audit record; never just anywhere. */
const EPOCH_PLACE = String.raw`(?:^|(?<=^\[)|(?<=\baudit\())`;
const TAI64N = '(?P<tai64n>@[0-9a-f]{24})';

const LINE_BEGIN = '{^LN-BEG}';
const EPOCH_IN_PATTERN = /(?<!\\)\{(L?)EPOCH\}/i;
const DATE_IN_PATTERN = /(?<!\\)\{DATE\}/i;

/**
 * Reads a filter's `datepattern`, one pattern a line, in fail2ban's language: strptime fields (`%Y`, the exact `%ExY`
 * ...), `{DEFAULT}`, `{^LN-BEG}`, `{DATE}`, `{UNB}`, `{NONE}`, `EPOCH`, `LEPOCH`, `TAI64N`, `**`, an empty group for
 * "may have no date". The text of the first group is the date and is cut out of the line.
 * @param pattern `null` or empty: the default templates.
 * @returns the templates in the order in which they are tried; `null` for `{NONE}`: no date is searched.
 * @throws Error naming the pattern, when a field is unknown or the expression is not one of Python's.
 */
export function compileDatepattern(pattern: string | null): readonly DateTemplate[] | null {
  const text = pattern ?? '';
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const templates = compileText(text);
  compiled.set(text, templates);
  return templates;
}

/** Most filters of a tree share their patterns, and each is dozens of expressions. */
const compiled = new Map<string, readonly DateTemplate[] | null>();

function compileText(pattern: string): readonly DateTemplate[] | null {
  const lines = pattern.split('\n').map((line) => line.trim());
  const patterns = lines.filter((line) => line !== '');
  if (patterns.length === 1 && patterns[0]?.toUpperCase() === '{NONE}') return null;
  const drafts = patterns.length === 0 ? defaults() : patterns.flatMap(draftsOf);
  const known = new Set<string>();
  const distinct = drafts.filter(({ name, regex }) => !known.has(name + regex) && known.add(name + regex));
  return distinct.map(toTemplate);
}

function draftsOf(pattern: string): readonly Draft[] {
  const upper = pattern.toUpperCase();
  if (upper === '{DEFAULT}') return defaults();
  if (upper === LINE_BEGIN) return defaults().filter(({ begin, regex }) => begin === 'line' || regex.startsWith('^'));
  if (upper === '{NONE}') return [{ name: '{NONE}', regex: '^', begin: 'anywhere', end: false, ignoreCase: false }];
  if (DATE_IN_PATTERN.test(pattern)) return inPattern(pattern);
  return [draft(pattern)];
}

/** The anchored forms come first: a date at the line's start is preferred to one the line's author may have typed. */
function defaults(): readonly Draft[] {
  const anchored = DEFAULT_PATTERNS.filter((pattern) => !pattern.startsWith('^') && !pattern.startsWith(LINE_BEGIN));
  return [...anchored.map((pattern) => draft(LINE_BEGIN + pattern)), ...DEFAULT_PATTERNS.map(draft)];
}

/**
 * `{DATE}` stands for every default form that has fields, without its own boundaries; alone, or at the line's start, for
 * `EPOCH` and `TAI64N`, too. Where only one place of a line can follow the text before it, that text is a head of its own,
 * looked for once for all forms.
 */
function inPattern(pattern: string): readonly Draft[] {
  const alone = DATE_ALONE.test(pattern);
  const forms = DEFAULT_PATTERNS.filter((form) => alone || form.includes('%')).map((form) =>
    form.replace(LINE_BEGIN, ''),
  );
  const head = ONE_PLACE_BEFORE_DATE.exec(pattern)?.[1];
  const whole = (form: string) => draft(pattern.replace(DATE_IN_PATTERN, () => form));
  if (head === undefined) return forms.map(whole);
  const inside = forms.filter((form) => !form.startsWith('^'));
  return inside.map((form) => ({ ...draft(`^${form}`), name: whole(form).name, head }));
}

const DATE_ALONE = /^(?:\^|\{\^LN-BEG\})?\{DATE\}$/i;

/** `^`, then plain characters and `[^x]*x`, then the date as the first group. */
const ONE_PLACE_BEFORE_DATE = /^(\^(?:\[\^(\\?[^\]\\\w])\]\*\2|\\[^\w\s]|[\w :,;=<>"'-])+)\(\{DATE\}\)$/i;

function draft(pattern: string): Draft {
  const { begin, rest } = ownBegin(pattern);
  const stamp = stampDraft(begin, rest);
  if (stamp) return stamp;
  const end = begin !== 'anywhere';
  const epochs = EPOCH_IN_PATTERN.exec(rest);
  if (epochs) {
    const digits = epochs[1] === '' ? `(?P<epoch>${EPOCH})` : `(?P<lepoch>${LONG_EPOCH})`;
    return { name: pattern, begin, end, ...flagged(rest.replace(EPOCH_IN_PATTERN, () => digits)) };
  }
  const { regex: expanded, name, ignoreCase: anyCase } = expandTokens(rest);
  const { regex, ignoreCase } = flagged(expanded);
  const marked = begin === 'line' && !regex.startsWith('^') ? LINE_BEGIN + name : name;
  return { name: marked, regex, begin, end, ignoreCase: ignoreCase || anyCase };
}

/** A pattern that is the word `EPOCH`, `LEPOCH` or `TAI64N` alone, at the line's start when `^` or `{^LN-BEG}` says so. */
function stampDraft(begin: Begin, rest: string): Draft | undefined {
  const word = rest.toUpperCase().replace(/^\^/, '');
  const place: Begin = rest.startsWith('^') && begin === 'word' ? 'line' : begin;
  if (word === 'EPOCH') return epoch('Epoch', EPOCH, place);
  if (word === 'LEPOCH') return epoch('LongEpoch', LONG_EPOCH, place);
  return word === 'TAI64N' ? named('TAI64N', TAI64N, place === 'line' ? 'line' : 'anywhere') : undefined;
}

/** `{UNB}` asks for no boundaries, `{^LN-BEG}` for the line's start. */
function ownBegin(pattern: string): { readonly begin: Begin; readonly rest: string } {
  if (/^\{UNB\}/i.test(pattern)) return { begin: 'anywhere', rest: pattern.slice('{UNB}'.length) };
  if (/^\{\^LN-BEG\}/i.test(pattern)) return { begin: 'line', rest: pattern.slice(LINE_BEGIN.length) };
  return { begin: 'word', rest: pattern };
}

function epoch(name: string, digits: string, begin: Begin): Draft {
  const group = name === 'Epoch' ? 'epoch' : 'lepoch';
  if (begin === 'line') return named(name, `(?P<${group}>${digits})`, begin);
  return named(name, `${EPOCH_PLACE}(?P<${group}>${digits})`, 'anywhere');
}

const named = (name: string, regex: string, begin: Begin): Draft => ({
  name: begin === 'line' ? LINE_BEGIN + name : name,
  regex,
  begin,
  end: true,
  ignoreCase: false,
});

/** Python's global flags may stand anywhere in the pattern; only `i` says something here. */
function flagged(regex: string): { readonly regex: string; readonly ignoreCase: boolean } {
  const flags = /(?<!\\)\(\?([a-z]+)\)/.exec(regex);
  if (!flags) return { regex, ignoreCase: false };
  return { regex: regex.replace(flags[0], ''), ignoreCase: flags[1]?.includes('i') === true };
}

function toTemplate({ name, regex, begin, end, ignoreCase, head }: Draft): DateTemplate {
  // A separator is the same in any case, and a reference that ignores case has no JavaScript form.
  const bounded = bound(ignoreCase ? regex.replace(/\(\?P=\w+\)/g, '(?-i:$&)') : regex, { begin, end });
  const { js, groups, first, alphabet, tails } = translated(name, bounded.regex, ignoreCase);
  const { [CUT]: _, [REST]: rest, _sep, ...named } = groups;
  const fields: Record<string, readonly number[]> = { ...named, cut: groups[bounded.cut] ?? [] };
  if (bounded.own) fields.rest = rest ?? [];
  if (tails) fields.tail = tails;
  const template = { name, js, fields, first, ...(alphabet ? { alphabet } : {}) };
  // After its head the date is matched at a place, not at the start of the text.
  return head === undefined
    ? template
    : { ...template, js: js.replace(/^\^/, ''), head: translated(name, head, false).js };
}

function translated(name: string, regex: string, ignoreCase: boolean): ReturnType<typeof translate> {
  try {
    return translate(regex, { ignoreCase });
  } catch (error) {
    throw new Error(`date pattern '${name}': ${error instanceof Error ? error.message : String(error)}`);
  }
}
