import { filterExists, resolveFilter } from '../../config/filter';
import { ConfigurationError, error } from '../../config/problem';
import { resolveRuleset } from '../../config/ruleset';
import { ADDRESS_GROUPS, expandTags } from '../../config/tags';
import { type ConfigTree, openTree } from '../../config/tree';
import type { FilterRules, Usedns } from '../../core/ruleset';
import { compileDatepattern } from '../../detect/dates/compile';
import { PythonRegexError } from '../../regex/error';
import { translate } from '../../regex/translate';
import { UsageError } from '../io';
import type { RegexOptions } from './options';

/** What lines are tested with. */
export interface Subject {
  readonly rules: FilterRules;
  readonly usedns: Usedns;
  readonly logtimezone: string | null;
  /** `filter`, `jail` or `failregex`, and its name, for the report. */
  readonly label: string;
}

/**
 * Finds what FILTER means: a filter of that name, a path, a jail, else an expression.
 * @throws ConfigurationError with every mistake in what was found.
 */
export function subjectOf(options: RegexOptions): Subject {
  const tree = openTree(options.config);
  const { filter, datepattern } = options;
  // A filter's resolver would blame the file whose pattern this one takes the place of.
  if (datepattern !== null) datesOf(datepattern);
  const subject = named(tree, options, filter) ?? fromExpression(options);
  return options.ignoreregex === null ? subject : withIgnoreregex(subject, options.ignoreregex);
}

const NAME = /^\/{0,3}[\w/.-]+(?:\[.*\])*$/s;

function named(tree: ConfigTree, options: RegexOptions, text: string): Subject | undefined {
  const jail = /^jail:(.+)$/s.exec(text)?.[1];
  if (jail !== undefined) return fromJail(tree, options, jail);
  if (!NAME.test(text)) return undefined;
  if (filterExists(tree, text)) return fromFilter(tree, options);
  return /[./]/.test(text.replace(/\[.*/s, '')) ? undefined : fromJail(tree, options, text);
}

function fromFilter(tree: ConfigTree, options: RegexOptions): Subject {
  const { rules, usedns, problems } = resolveFilter(tree, options.filter, overridesOf(options));
  const errors = problems.filter(({ level }) => level === 'error');
  if (errors.length > 0) throw new ConfigurationError(errors);
  return {
    rules,
    usedns: options.usedns ?? usedns ?? 'warn',
    logtimezone: options.logtimezone,
    label: `filter file : ${options.filter}`,
  };
}

/** Options of the command line that take the place of the filter's own. */
function overridesOf({ usedns, datepattern, maxlines, journalmatch }: RegexOptions): Record<string, string> {
  const given = { usedns, datepattern, maxlines, journalmatch };
  const overrides: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) if (value !== null) overrides[name] = String(value);
  return overrides;
}

/** A jail's rules are its own; of the command line only the date pattern and `usedns` replace what it says. */
function fromJail(tree: ConfigTree, options: RegexOptions, name: string): Subject {
  const jail = resolveRuleset(tree, { only: name }).ruleset.jails.find((each) => each.name === name);
  if (!jail) throw new UsageError(`there is no filter and no jail '${name}'`);
  const { datepattern } = options;
  return {
    rules: datepattern === null ? jail.rules : { ...jail.rules, dates: datesOf(datepattern) },
    usedns: options.usedns ?? jail.usedns,
    logtimezone: options.logtimezone ?? jail.logtimezone,
    label: `jail : ${name}`,
  };
}

function datesOf(datepattern: string | null): FilterRules['dates'] {
  try {
    return compileDatepattern(datepattern);
  } catch (failure) {
    throw new UsageError(`--datepattern: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}

function fromExpression(options: RegexOptions): Subject {
  const { filter, datepattern } = options;
  const maxlines = options.maxlines ?? 1;
  const usedns = options.usedns ?? 'warn';
  const failregex = compileExpression('failregex', filter, { usedns, multiline: maxlines > 1 });
  if (!ADDRESS_GROUPS.some((group) => group in failregex.groups)) {
    const hint = 'write <HOST>, <ADDR> or <F-ID>...</F-ID> where it stands';
    throw new ConfigurationError([error({ file: 'failregex', line: 0 }, `no address in '${filter}'`, hint)]);
  }
  return {
    rules: {
      prefregex: null,
      failregex: [failregex],
      ignoreregex: [],
      maxlines,
      dates: datesOf(datepattern),
      logtype: 'file',
      journalmatch: [],
    },
    usedns,
    logtimezone: options.logtimezone,
    label: `failregex line : ${filter}`,
  };
}

function withIgnoreregex(subject: Subject, text: string): Subject {
  const ignoreregex = [compileExpression('ignoreregex', text, { usedns: subject.usedns, multiline: false })];
  return { ...subject, rules: { ...subject.rules, ignoreregex } };
}

function compileExpression(name: string, text: string, how: { usedns: Usedns; multiline: boolean }) {
  try {
    return translate(expandTags(text, how.usedns), { multiline: how.multiline });
  } catch (failure) {
    if (!(failure instanceof PythonRegexError)) throw failure;
    throw new ConfigurationError([error({ file: name, line: 0 }, failure.message)]);
  }
}
