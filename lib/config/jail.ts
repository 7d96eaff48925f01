import { MOST_RETRIES } from '../core/bounds';
import type { FilterRules, Jail } from '../core/ruleset';
import { isZone } from '../detect/dates/zone';
import { actionsOf, type JailActions } from './actions';
import { finishFilter, type OpenFilter, openFilter, textOf } from './filter';
import { filterFrom, filterTreeOf } from './filter-origin';
import { ignoreipOf } from './ignoreip';
import { incrementOf } from './increment';
import { noticesOf } from './jail-notices';
import { type JailScope, jailScope, optionsForFilter } from './jail-scope';
import { booleanOf, choiceOf, integerOf, secondsOf } from './jail-values';
import type { Layers } from './layers';
import { logGroupsOf, logPathsOf } from './logs';
import type { Problem } from './problem';
import { NO_RULES, type Sharing, sharingOf } from './sharing';
import type { ConfigTree } from './tree';

/** A jail without its edges' names, which depend on the other jails. */
export interface JailDraft {
  readonly jail: Omit<Jail, 'edges' | 'targets'>;
  readonly actions: JailActions;
}

const MOST = Number.MAX_SAFE_INTEGER;

/** Whether the jail's `enabled` is on. */
export const isEnabled = (layers: Layers, name: string, problems: Problem[]): boolean =>
  booleanOf(jailScope(layers, name, problems), 'enabled');

/** Checks the values of `[DEFAULT]`, also those that every enabled jail overrides. */
export function checkDefaults(tree: ConfigTree, layers: Layers, problems: Problem[]): void {
  const defaults = jailScope(layers, 'DEFAULT', problems);
  limitsOf(defaults);
  guardsOf(defaults, tree);
  zoneOf(defaults);
  choiceOf(defaults, 'filters', ['own', 'shipped']);
}

/** Resolves one jail; @returns undefined when it has no filter that could be read. Everything wrong with it is in `problems`. */
export function resolveJail(
  tree: ConfigTree,
  layers: Layers,
  name: string,
  problems: Problem[],
): JailDraft | undefined {
  const first = jailScope(layers, name, problems);
  const filter = first.setting('filter');
  if (!filter?.text) {
    first.fail(filter?.place ?? first.place, `jail ${name} has no filter`, `filter = ${name}`);
    return undefined;
  }
  const own = layers.sections.get(name)?.has('filter') === true;
  const sharing = sharingOf(first, tree);
  if (!own && (sharing.requests || sharing.list)) return withoutFilter(tree, first, sharing, problems);
  const source = { text: filter.text, place: own ? filter.place : first.place, of: variablePlace(layers, name, first) };
  const { tree: from, swapped } = filterTreeOf(tree, layers, first, source);
  const found = openFilter(from, source, problems);
  if (!found) return undefined;
  const opened = { ...found, swapped };
  const variables = { enabled: 'true', backend: first.setting('backend')?.text ?? 'auto', filter: filter.text };
  const jail = jailScope(layers, name, problems, textOf(opened, variables).all);
  noticesOf(jail);
  const actions = actionsOf(jail, tree, problems);
  const rules = rulesOf(jail, opened, problems);
  const limits = limitsOf(jail, rules.countsBans);
  return {
    jail: {
      name,
      filter: filter.text,
      filterFrom: filterFrom(opened),
      ...rules,
      ...limits,
      ...guardsOf(jail, tree),
      ...logsOf(jail, rules),
      ...sharing,
      mail: actions.mail,
      origin: `${jail.place.file}:${jail.place.line}`,
    },
    actions,
  };
}

/** A jail that reads no log: its bans are asked for, or come from a list. */
function withoutFilter(tree: ConfigTree, jail: JailScope, sharing: Sharing, problems: Problem[]): JailDraft {
  const actions = actionsOf(jail, tree, problems);
  return {
    jail: {
      ...{ name: jail.name, filter: '', rules: NO_RULES, usedns: 'warn', ambiguity: 'drop', countsBans: false },
      ...limitsOf(jail, true),
      ...guardsOf(jail, tree),
      ...{ logpath: [], loggroup: [], logtimezone: null },
      ...sharing,
      mail: actions.mail,
      origin: `${jail.place.file}:${jail.place.line}`,
    },
    actions,
  };
}

/** Where a variable in the filter's brackets is set: `mode` in `filter = %(__name__)s[mode=%(mode)s]`. */
const variablePlace = (layers: Layers, name: string, jail: JailScope) => (option: string) => {
  const written = layers.sections.get(name)?.get('filter') ?? layers.defaults.get('filter');
  return written?.text.includes(`%(${option})s`) ? jail.setting(option)?.place : undefined;
};

function rulesOf(jail: JailScope, opened: OpenFilter, problems: Problem[]) {
  const resolved = finishFilter(opened, optionsForFilter(jail), jail.setting);
  problems.push(...resolved.problems);
  const guard = choiceOf(jail, 'ambiguity', ['drop', 'keep']);
  const ambiguity = guard ?? (resolved.shipped ? 'drop' : 'keep');
  const { rules, usedns } = resolved;
  const countsBans = opened.spec.name === 'recidive';
  return { rules, ...journalRulesOf(jail, opened, rules), usedns: usedns ?? 'warn', ambiguity, countsBans } as const;
}

/**
 * The same filter read with `logtype = journal`, for hosts that send journald records into the jail's log groups: a
 * fleet may hold both kinds. Nothing where the filter says its log type itself, or reads the same either way.
 */
function journalRulesOf(jail: JailScope, opened: OpenFilter, rules: FilterRules): { journalRules?: FilterRules } {
  if (rules.logtype !== 'file' || opened.spec.options.logtype) return {};
  const options = { ...opened.spec.options, logtype: 'journal' };
  const journal = finishFilter({ ...opened, spec: { ...opened.spec, options } }, optionsForFilter(jail));
  const broken = journal.problems.some(({ level }) => level === 'error');
  return broken || sourcesOf(journal.rules) === sourcesOf(rules) ? {} : { journalRules: journal.rules };
}

const sourcesOf = ({ prefregex, failregex, ignoreregex }: FilterRules): string =>
  JSON.stringify([prefregex, ...failregex, ...ignoreregex].map((expression) => expression?.source));

function limitsOf(jail: JailScope, readsNoLog = false) {
  const maxretry = integerOf(jail, 'maxretry', [1, MOST_RETRIES]);
  const matches = jail.setting('maxmatches')?.text ?? '';
  return {
    maxretry,
    maxmatches: ['', jail.setting('maxretry')?.text].includes(matches)
      ? maxretry
      : integerOf(jail, 'maxmatches', [0, MOST]),
    findtime: secondsOf(jail, 'findtime', (seconds) => seconds > 0, 'a duration such as 10m'),
    bantime: secondsOf(jail, 'bantime', (seconds) => seconds !== 0, 'a duration such as 10m, or -1 for ever'),
    ...hostsOf(jail, readsNoLog),
    increment: incrementOf(jail),
    breaker: integerOf(jail, 'breaker', [1, MOST]),
  };
}

/** Absent when it is 1: then nothing of a host is kept. */
function hostsOf(jail: JailScope, readsNoLog: boolean): { minhosts?: number } {
  const minhosts = integerOf(jail, 'minhosts', [1, 100]);
  const setting = jail.setting('minhosts');
  if (minhosts > 1 && readsNoLog && setting) {
    const why = `minhosts = ${minhosts}: jail ${jail.name} reads no log, nothing comes from a host`;
    jail.fail(setting.place, why, `minhosts = 1 in [${jail.name}]`);
  }
  return minhosts === 1 ? {} : { minhosts };
}

function guardsOf(jail: JailScope, tree: ConfigTree) {
  return {
    ignoreip: ignoreipOf(jail, tree),
    ignoreself: booleanOf(jail, 'ignoreself'),
    ignorelocal: booleanOf(jail, 'ignorelocal'),
    ipv6prefix: integerOf(jail, 'ipv6prefix', [1, 128]),
  };
}

function logsOf(jail: JailScope, { countsBans }: { readonly countsBans: boolean }) {
  const logpath = logPathsOf(jail);
  return { logpath, loggroup: countsBans ? [] : logGroupsOf(jail, logpath), logtimezone: zoneOf(jail) };
}

function zoneOf(jail: JailScope): string | null {
  const setting = jail.setting('logtimezone');
  if (!setting?.text) return null;
  if (isZone(setting.text)) return setting.text;
  jail.fail(setting.place, `logtimezone = ${setting.text}`, 'an IANA name such as Europe/Berlin, or UTC+0200');
  return null;
}
