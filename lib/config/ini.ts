import { error, type Place, type Problem } from './problem';
import type { SourceFile } from './tree';

/** What an option was set to, and where. */
export interface Value {
  /** Continuation lines joined by line feeds, comments taken out, nothing interpolated yet. */
  readonly text: string;
  readonly place: Place;
  /** The line number of every line of `text`. */
  readonly lines: readonly number[];
  /** What an earlier file had set the same option to: `%(known/option)s`. */
  readonly previous?: Value;
}

export interface IniSection {
  readonly name: string;
  readonly place: Place;
  readonly options: ReadonlyMap<string, Value>;
}

export interface IniFile {
  /** In the order of the file; `[DEFAULT]` is one of them. */
  readonly sections: readonly IniSection[];
  readonly problems: readonly Problem[];
}

/** What is open while the lines of a file go by: the section, the option, and the indentation a continuation exceeds. */
interface Reading {
  readonly file: string;
  readonly sections: Map<string, IniSection & { readonly options: Map<string, Value> }>;
  readonly problems: Problem[];
  section?: IniSection & { readonly options: Map<string, Value> };
  option?: { readonly name: string; readonly texts: string[]; readonly lines: number[] } | undefined;
  indent: number;
}

/**
 * Reads one file in the dialect of Python's ConfigParser (strict) as fail2ban sets it up: `=` or `:` between name and value,
 * names in lower case, deeper indentation continues a value, `#` and `;` begin a comment line, a `;` after white space begins a
 * comment anywhere. Whatever is wrong is a problem at its line; the rest of the file is still read.
 */
export function parseIni(source: SourceFile): IniFile {
  const reading: Reading = { file: source.name, sections: new Map(), problems: [], indent: 0 };
  const lines = source.text.split(/\r\n|\n|\r/);
  lines.forEach((line, index) => {
    readLine(reading, line, index + 1);
  });
  closeOption(reading);
  return { sections: [...reading.sections.values()], problems: reading.problems };
}

function readLine(reading: Reading, line: string, number: number): void {
  const { text, comment } = withoutComment(line);
  if (text === '') {
    if (!comment) continueOption(reading, '', number);
    return;
  }
  const indent = line.search(/\S/);
  if (reading.option && indent > reading.indent) {
    continueOption(reading, text, number);
    return;
  }
  reading.indent = indent;
  closeOption(reading);
  const header = /^\[(.+)\](.*)$/.exec(text);
  const open = /^\[([^\]=:]+)$/.exec(text);
  if (header) openSection(reading, checkedHeader(reading, header, number), number);
  else if (open) openSection(reading, closedHeader(reading, open, number), number);
  else openOption(reading, text, number);
}

/** What follows is meant for this section all the same: one mistake is told, not one a line. */
function closedHeader(reading: Reading, [text, name = '']: RegExpExecArray, number: number): string {
  complain(reading, number, `'${text}' is no [section]`, "']' is missing");
  return name.trim();
}

/** The section's name; what stands around it is nobody's. */
function checkedHeader(reading: Reading, [, written = '', behind = '']: RegExpExecArray, number: number): string {
  const name = written.trim();
  const lost = behind.trim();
  if (name !== written)
    complain(reading, number, `section '[${written}]' has blanks in its brackets`, `write [${name}]`);
  if (lost !== '' && !lost.startsWith('#')) {
    complain(reading, number, `'${lost}' behind [${name}] is not read`, 'put it on a line of its own');
  }
  return name;
}

/** The line without comment and outer white space, and whether there was a comment. */
function withoutComment(line: string): { readonly text: string; readonly comment: boolean } {
  if (/^\s*[#;]/.test(line)) return { text: '', comment: true };
  const inline = line.search(/(?<=\s);/);
  return { text: (inline < 0 ? line : line.slice(0, inline)).trim(), comment: inline >= 0 };
}

function continueOption({ option }: Reading, text: string, number: number): void {
  option?.texts.push(text);
  option?.lines.push(number);
}

function openSection(reading: Reading, name: string, number: number): void {
  const known = reading.sections.get(name);
  if (known && name !== 'DEFAULT') {
    complain(reading, number, `section [${name}] is already in line ${known.place.line}`, 'merge the two sections');
  }
  checkName(reading, number, name);
  reading.section = known ?? { name, place: { file: reading.file, line: number }, options: new Map() };
  reading.sections.set(name, reading.section);
}

function openOption(reading: Reading, text: string, number: number): void {
  const { section } = reading;
  if (!section) {
    complain(reading, number, `'${text}' is not in a [section]`, 'begin with [DEFAULT] or a jail');
    return;
  }
  const delimiter = text.search(/[=:]/);
  const name = text.slice(0, Math.max(0, delimiter)).trimEnd().toLowerCase();
  if (name === '') {
    const hint = 'a line that continues a value must be indented';
    complain(reading, number, `'${text}' is neither 'option = value' nor a [section]`, hint);
    return;
  }
  checkName(reading, number, name);
  const before = section.options.get(name);
  if (before) {
    const hint = 'keep one of the two';
    complain(reading, number, `'${name}' is already set in line ${before.place.line} of this section`, hint);
  }
  reading.option = { name, texts: [text.slice(delimiter + 1).trim()], lines: [number] };
}

function closeOption(reading: Reading): void {
  const { option, section } = reading;
  reading.option = undefined;
  if (!option || !section) return;
  const place = { file: reading.file, line: option.lines[0] ?? 0 };
  const text = option.texts.join('\n').trimEnd();
  section.options.set(option.name, { text, place, lines: option.lines.slice(0, text.split('\n').length) });
}

function checkName(reading: Reading, number: number, name: string): void {
  if (/[\u0000-\u001f\u007f-\u009f]/.test(name)) {
    complain(reading, number, `control character in the name '${name}'`, 'retype the name');
  }
}

function complain({ file, problems }: Reading, line: number, message: string, hint: string): void {
  problems.push(error({ file, line }, message, hint));
}
