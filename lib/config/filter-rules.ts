import type { DateTemplate, Expression, FilterRules, Logtype, Usedns } from '../core/ruleset';
import { choicesOf } from '../detect/choices';
import { compileDatepattern } from '../detect/dates/compile';
import { PythonRegexError } from '../regex/error';
import { type Translated, translate } from '../regex/translate';
import type { FilterText, OptionText } from './filter-text';
import { error, notice, type Place, type Problem } from './problem';
import { ADDRESS_GROUPS, expandTags, isTag } from './tags';
import { splitWords } from './words';

interface Settings {
  readonly usedns: Usedns | null;
  readonly logtype: Logtype;
}

/** One expression of a list, and where it is written. */
interface Line {
  readonly text: string;
  readonly place: Place;
}

/** Compiles a filter's text; what does not compile is left out and reported. */
export function compileRules(text: FilterText, settings: Settings, problems: Problem[]): FilterRules {
  const { options } = text;
  const maxlines = readMaxlines(options.maxlines, problems);
  checkPrefregex(options.prefregex, problems);
  const compile = (option: OptionText | undefined, name: string, multiline: boolean) =>
    linesOf(option).flatMap((line) => compileExpression(line, { name, multiline, usedns: settings.usedns }, problems));
  const prefregex = compile(wholePrefregex(options.prefregex), 'prefregex', false).map(withoutHead)[0] ?? null;
  const translated = compile(options.failregex, 'failregex', maxlines > 1);
  const failregex = translated.map(withoutHead);
  const ignoreregex = compile(options.ignoreregex, 'ignoreregex', false).map(withoutHead);
  checkAddress(failregex, prefregex, linesOf(options.failregex), problems);
  noteNone(text, problems);
  const dates = settings.logtype === 'journal' ? null : compileDates(options.datepattern, problems);
  const journalmatch = linesOf(options.journalmatch).flatMap(({ text }) => journalAlternatives(text));
  const choices = choicesOf(translated);
  return { prefregex, failregex, choices, ignoreregex, maxlines, dates, logtype: settings.logtype, journalmatch };
}

const withoutHead = ({ head: _, ...expression }: Translated): Expression => expression;

/** Its own line feed is part of it, and no line begins with one: such an expression never matches. */
function checkPrefregex(option: OptionText | undefined, problems: Problem[]): void {
  if (!option?.text.startsWith('\n')) return;
  problems.push(error(option.place, 'prefregex: begins with an empty line', 'write it on the line of its name'));
}

/** A prefregex is one expression, whatever lines it is written on. */
const wholePrefregex = (option: OptionText | undefined): OptionText | undefined =>
  option && { ...option, text: option.text.replaceAll('\n', '\\n') };

/** One expression a line; empty lines are none. Where the written lines correspond, each keeps its own number. */
function linesOf(option: OptionText | undefined): readonly Line[] {
  if (!option) return [];
  const texts = option.text.split('\n');
  const own = texts.length === option.lines.length;
  return texts
    .map((text, index) => ({ text, place: own ? { ...option.place, line: option.lines[index] ?? 0 } : option.place }))
    .filter(({ text }) => text !== '');
}

interface ExpressionKind {
  readonly name: string;
  readonly multiline: boolean;
  readonly usedns: Usedns | null;
}

function compileExpression(line: Line, kind: ExpressionKind, problems: Problem[]): readonly Translated[] {
  const source = expandTags(line.text, kind.usedns);
  for (const tag of nearlyTags(line.text)) {
    const message = `${kind.name}: ${tag} is no tag of the filter language, it stays text`;
    problems.push(notice(line.place, message, 'an address is <HOST> or <ADDR>'));
  }
  try {
    return [translate(source, { multiline: kind.multiline, ignoreCase: false })];
  } catch (failure) {
    if (!(failure instanceof PythonRegexError)) throw failure;
    const where = `${kind.name}: does not compile: ${failure.message}`;
    problems.push(error(line.place, where, `the expression is ${shortened(source)}`));
    return [];
  }
}

/** What people write for `<HOST>`; with its end tag behind it it is the log's own text. */
function nearlyTags(text: string): readonly string[] {
  const found = text.match(/(?<!\?P)<(?:hosts?|hostname|ip|ipaddr|ip_?address|addr|address|dns|subnet)>/gi) ?? [];
  return found.filter((tag) => !isTag(tag.slice(1, -1)) && !text.includes(`</${tag.slice(1)}`));
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}...` : text);

function checkAddress(
  failregex: readonly Expression[],
  prefregex: Expression | null,
  lines: readonly Line[],
  problems: Problem[],
): void {
  const has = (expression: Expression | null) =>
    ADDRESS_GROUPS.some((group) => expression?.groups[group] !== undefined);
  if (has(prefregex) || failregex.length !== lines.length) return;
  failregex.forEach((expression, index) => {
    const line = lines[index];
    if (has(expression) || !line) return;
    const hint = 'write <HOST>, <ADDR>, <F-ID>...</F-ID> or <F-MLFID>...</F-MLFID> where the address stands';
    problems.push(error(line.place, `failregex: no address group in ${shortened(line.text)}`, hint));
  });
}

/** A jail for bans by hand may well have such a filter; a slip in the option's name makes one, too. */
function noteNone({ options: { failregex }, layers }: FilterText, problems: Problem[]): void {
  if (linesOf(failregex).length > 0) return;
  const place = failregex?.place ?? { file: layers.files.at(-1)?.name ?? '', line: 0 };
  problems.push(notice(place, 'there is no failregex: the filter finds nobody'));
}

function readMaxlines(option: OptionText | undefined, problems: Problem[]): number {
  if (!option || option.text === '') return 1;
  const lines = Number(option.text);
  if (/^\+?\d+$/.test(option.text) && lines >= 1) return lines;
  problems.push(error(option.place, `maxlines = ${option.text}`, 'a whole number, at least 1'));
  return 1;
}

/** Most filters share a few patterns, and compiling one takes long: each is compiled once. */
const compiledDates = new Map<string | null, readonly DateTemplate[] | null>();

function datesOf(pattern: string | null): readonly DateTemplate[] | null {
  const known = compiledDates.get(pattern);
  if (known !== undefined) return known;
  const dates = compileDatepattern(pattern);
  compiledDates.set(pattern, dates);
  return dates;
}

function compileDates(option: OptionText | undefined, problems: Problem[]): readonly DateTemplate[] | null {
  try {
    return datesOf(option?.text || null);
  } catch (failure) {
    if (!option || !(failure instanceof Error)) throw failure;
    problems.push(error(option.place, `datepattern: ${failure.message}`, "in a file every '%' is written '%%'"));
    return null;
  }
}

/** journalctl's terms: `FIELD=value` joined by AND, `+` between alternatives. */
function journalAlternatives(line: string): readonly (readonly string[])[] {
  const alternatives: string[][] = [[]];
  for (const word of splitWords(line)) {
    if (word === '+') alternatives.push([]);
    else alternatives.at(-1)?.push(word);
  }
  return alternatives.filter((terms) => terms.length > 0);
}
