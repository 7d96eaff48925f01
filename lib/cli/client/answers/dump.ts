import type { Jail } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import type { Action } from '../answer';
import { pythonList, pythonText } from '../text/python';

type Word = string | number | readonly Word[];

/** `-d`: the configuration as the commands that fail2ban's server would be given, a line each. */
export const dump: Action = async ({ ruleset }) => {
  const commands = [
    ['set', 'dbpurgeage', ruleset.dbpurgeage] as const,
    ...ruleset.jails.flatMap(jailCommands),
    ...ruleset.jails.map(({ name }) => ['start', name] as const),
  ];
  return { text: commands.map(python).join('\n'), json: commands.map((command) => ({ command })) };
};

function jailCommands(jail: Jail): readonly (readonly Word[])[] {
  const { name, rules, increment } = jail;
  const set = (option: string, ...value: readonly Word[]) => ['set', name, option, ...value] as const;
  return [
    ['add', name, 'cloudwatch'],
    set('usedns', jail.usedns),
    ...(rules.prefregex ? [set('prefregex', rules.prefregex.source)] : []),
    set('maxlines', rules.maxlines),
    ...list(
      'addfailregex',
      name,
      rules.failregex.map(({ source }) => source),
    ),
    ...list(
      'addignoreregex',
      name,
      rules.ignoreregex.map(({ source }) => source),
    ),
    ...(rules.journalmatch.length > 0 ? [set('addjournalmatch', ...alternatives(rules.journalmatch))] : []),
    set('maxretry', jail.maxretry),
    set('maxmatches', jail.maxmatches),
    set('findtime', jail.findtime),
    set('bantime', jail.bantime),
    ...(increment ? [set('bantime.increment', 'True'), set('bantime.factor', increment.factor)] : []),
    ...(jail.ignoreip.length > 0 ? [set('addignoreip', ...jail.ignoreip)] : []),
    ...jail.loggroup.map((group) => set('addlogpath', group)),
    ...jail.edges.map(({ edge }) => set('addaction', edge)),
  ];
}

/** journalctl's own way to write them. */
const alternatives = (matches: readonly (readonly string[])[]): readonly string[] =>
  matches.flatMap((terms, at) => (at === 0 ? terms : ['+', ...terms]));

/** fail2ban gives one in a command of its own, several as one list. */
function list(command: string, jail: string, items: readonly string[]): readonly (readonly Word[])[] {
  if (items.length === 0) return [];
  return items.length === 1 ? [['set', jail, command, ...items]] : [['multi-set', jail, command, items]];
}

const python = (word: Word): string => {
  if (typeof word === 'number') return String(word);
  return typeof word === 'string' ? pythonText(visible(word)) : pythonList(word.map(python));
};
