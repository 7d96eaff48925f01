import { isChanged } from '../../../app/operate/change';
import { allowedAt, type Changes, canonical, changedJail, jailChanges } from '../../../core/changes';
import type { Jail, Ruleset, Seconds } from '../../../core/ruleset';
import { visible } from '../../../core/visible';
import type { Action } from '../answer';
import { CHANGEABLE } from '../grammar/settings';
import { localTimes, untilText } from '../text/ban';
import { settingAnswer } from './settings';

/** A value that is another at run time than it was deployed. */
interface Difference {
  readonly jail: string;
  readonly option: string;
  readonly deployed: string;
  readonly now: string;
}

/** `config --diff`: the run-time changes, as lines of jail.local to take over what should stay. */
export const configDiff: Action = async ({ account, ruleset }) => {
  const { changes: store, clock } = await account();
  const changes = await store.get();
  const jails = differences(ruleset, changes, clock());
  const sections = [
    ...sectionsOf(jails),
    ...allowedLines(changes, clock()),
    ...strayLines(ruleset, changes),
    ...simulatedLines(changes),
    ...panicLines(changes),
  ];
  return {
    text: sections.length === 0 ? 'Nothing is changed at run time.' : sections.join('\n'),
    json: [
      ...jails,
      ...allowedAt(changes, clock()).map((allowed) => ({ allowed })),
      ...changes.simulated.map((jail) => ({ jail, simulate: true })),
      ...(changes.panic ? [{ panic: changes.panic }] : []),
    ],
  };
};

/** Every value that `set` made another one. */
function differences({ jails }: Ruleset, changes: Changes, clock: Seconds): readonly Difference[] {
  return jails
    .filter(({ name }) => isChanged(changes, name))
    .flatMap((jail) => {
      const now = changedJail(jail, { ...changes, allowed: [] }, clock);
      const rows = OPTIONS.map((option) => ({
        jail: jail.name,
        option,
        deployed: writtenValue(jail, option),
        now: writtenValue(now, option),
      }));
      const idle = jailChanges(changes, jail.name).settings.idle;
      const idling = idle ? [{ jail: jail.name, option: 'idle', deployed: 'False', now: 'True' }] : [];
      return [...rows.filter((row) => row.deployed !== row.now), ...idling];
    });
}

const OPTIONS = [...CHANGEABLE.map(({ name }) => name), 'ignoreip'];

/** As it is written in jail.local; empty: not at all. */
function writtenValue(jail: Jail, option: string): string {
  if (option === 'ignoreip') return jail.ignoreip.map(canonical).join(' ');
  const [value] = settingAnswer(jail, option).json.map((one) => Reflect.get(one, option) as unknown);
  return value === null || value === undefined ? '' : String(value);
}

function sectionsOf(rows: readonly Difference[]): readonly string[] {
  const names = [...new Set(rows.map(({ jail }) => jail))];
  return names.flatMap((name) => [
    `[${visible(name)}]`,
    ...rows
      .filter(({ jail }) => jail === name)
      .flatMap(({ option, deployed, now }) => [
        ...(deployed === '' ? [] : [`-${option} = ${visible(deployed)}`]),
        ...(now === '' ? [] : [`+${option} = ${visible(now)}`]),
      ]),
  ]);
}

function allowedLines(changes: Changes, clock: Seconds): readonly string[] {
  const { at } = localTimes();
  const allowed = allowedAt(changes, clock);
  const lines = allowed.map(
    ({ ip, until, reason }) => `+${ip} ${untilText(until, at)}${reason ? ` (${visible(reason)})` : ''}`,
  );
  return lines.length === 0 ? [] : ['# allowed in every jail', ...lines];
}

/** Changes of jails that this configuration does not have: they hold nothing, and would hold again. */
const strayLines = ({ jails }: Ruleset, changes: Changes): readonly string[] =>
  Object.keys(changes.jails)
    .filter((name) => !jails.some((jail) => jail.name === name))
    .map((name) => `# no such jail here: ${visible(name)}; reload ${visible(name)} drops what set changed of it`);

const simulatedLines = ({ simulated }: Changes): readonly string[] =>
  simulated.map((jail) => `# simulated, closes no edge: ${visible(jail)}`);

function panicLines({ panic }: Changes): readonly string[] {
  if (!panic) return [];
  const why = panic.reason === undefined ? '' : ` (${visible(panic.reason)})`;
  return [`# panic since ${localTimes().at(panic.since)}${why}: nobody is banned`];
}
