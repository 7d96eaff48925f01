import { type Changed, change, type Edit } from '../../../app/operate/change';
import * as edits from '../../../app/operate/edits';
import { unbanAll } from '../../../app/operate/unban-ip';
import { parseCidr } from '../../../core/address';
import { type Allowed, allowedAt, type ChangedSettings, canonical, jailChanges } from '../../../core/changes';
import type { Jail } from '../../../core/ruleset';
import { UsageError } from '../../io';
import type { Action, Answer, Session } from '../answer';
import { pythonWord } from '../text/python';
import { settingAnswer } from './settings';
import { onOff, readValue } from './values';

const FOLLOW = 'the functions follow within a minute';

/** More lifted bans than these are not told one by one. */
const TOLD = 20;

/** Makes a change and tells what it lifted. */
export async function changed(session: Session, edit: Edit): Promise<Changed> {
  const done = await change(await session.account(), session.ruleset, edit);
  for (const { ip, jail } of done.lifted.slice(0, TOLD)) session.note(`${ip} is unbanned in ${jail}`);
  if (done.lifted.length > TOLD) session.note(`and ${done.lifted.length - TOLD} more are unbanned`);
  if (done.after !== done.before) session.note(FOLLOW);
  return done;
}

/** `set JAIL SETTING VALUE`: the new value. */
export const setSetting: Action = async (session, { jail, setting, operands: [text = ''] }) => {
  const value = readValue(setting, text);
  await changed(session, edits.setting(jail.name, { [setting]: value } as ChangedSettings));
  return answerNow(session, jail, setting);
};

async function answerNow(session: Session, jail: Jail, setting: string): Promise<Answer> {
  const now = (await session.rulesNow()).jails.find(({ name }) => name === jail.name) ?? jail;
  return settingAnswer(now, setting);
}

/** `set JAIL addignoreip IP...`: the whole list. */
export const addIgnoreip: Action = async (session, { jail, operands }) => {
  await changed(session, edits.addIgnored(jail, ranges(operands)));
  return answerNow(session, jail, 'ignoreip');
};

/** `set JAIL delignoreip IP...`: the whole list. */
export const delIgnoreip: Action = async (session, { jail, operands }) => {
  const ips = ranges(operands);
  const { changes, clock } = await session.account();
  const now = await changes.get();
  const { addignoreip, delignoreip } = jailChanges(now, jail.name);
  const listed = new Set([...jail.ignoreip.map(canonical).filter((ip) => !delignoreip.includes(ip)), ...addignoreip]);
  const absent = ips.filter((ip) => !listed.has(ip));
  if (absent.length > 0) throw new UsageError(`${notListed(jail, absent, allowedAt(now, clock()))}; nothing was done`);
  await changed(session, edits.deleteIgnored(jail, ips));
  return answerNow(session, jail, 'ignoreip');
};

/** `get JAIL ignoreip` also shows whom the allow list spares: who wants that away is told where it stands. */
function notListed({ name }: Jail, absent: readonly string[], allowed: readonly Allowed[]): string {
  const nowhere = absent.filter((ip) => !allowed.some((entry) => entry.ip === ip));
  if (nowhere.length > 0) return `${nowhere.join(', ')} is not in the list: get ${name} ignoreip shows it`;
  return `${absent.join(', ')} is not in ignoreip but on the allow list, for every jail: allow delete ${absent.join(' ')} takes it off`;
}

/** Canonical texts of addresses and ranges. @throws UsageError for anything else; then nothing was done. */
export function ranges(texts: readonly string[]): readonly string[] {
  const wrong = texts.find((text) => (parseCidr(text)?.prefix ?? 0) === 0);
  if (wrong === undefined) return texts.map(canonical);
  const hint = 'write 192.0.2.1 or 192.0.2.0/24; host names stand in jail.local; nothing was done';
  throw new UsageError(`${JSON.stringify(wrong)} is no address and no range: ${hint}`);
}

/** `set JAIL idle on|off` */
export const setIdle: Action = async (session, { jail, operands: [text = ''] }) => {
  const idle = onOff(text);
  await changed(session, edits.setting(jail.name, { idle }));
  return { text: pythonWord(idle), json: [{ jail: jail.name, idle }] };
};

/** `set JAIL simulate on|off` */
export const setSimulate: Action = async (session, { jail, operands: [text = ''] }) => {
  const simulate = onOff(text);
  await changed(session, edits.simulating(jail.name, simulate));
  session.note(
    simulate ? `${jail.name} bans in the table only; no edge is closed` : `${jail.name} closes its edges again`,
  );
  return { text: pythonWord(simulate), json: [{ jail: jail.name, simulate }] };
};

/** `panic`: everybody is let in. Answers how many bans were lifted. */
export const panicOn: Action = async (session, { options: { reason } }) => {
  const { lifted, after } = await changed(session, edits.panic(true, typeof reason === 'string' ? reason : undefined));
  session.note('nobody is banned any more, and nobody will be; fail2edge panic off bans again');
  return { text: String(lifted.length), json: [{ panic: true, since: after.panic?.since, unbanned: lifted.length }] };
};

/** `panic off` */
export const panicOff: Action = async (session) => {
  const { before, after } = await changed(session, edits.panic(false));
  session.note(before === after ? 'there is no panic' : 'banning goes on; what failed meanwhile is not counted');
  return { text: 'OK', json: [{ panic: false }] };
};

/** `reload [JAIL]`: what `set` changed is dropped. */
export const reload: Action = async (session, { operands: [name], options }) => {
  if (name !== undefined && !(await isKnown(session, name))) {
    if (options['if-exists']) return { text: 'OK', json: [{ dropped: [] }] };
    throw new UsageError(`No section: '${name}'`);
  }
  const { before, after } = await changed(session, edits.reloaded(name));
  const dropped = Object.keys(before.jails).filter((jail) => !Object.hasOwn(after.jails, jail));
  const told = dropped.length === 0 ? 'set had changed nothing' : `what set changed is dropped: ${dropped.join(', ')}`;
  session.note(`${told}; a changed configuration takes effect with npx cdk deploy`);
  if (options.unban) await unbanOf(session, name);
  return { text: 'OK', json: [{ dropped }] };
};

/** A jail of the configuration, or one that was and has changes left. */
async function isKnown({ ruleset, account }: Session, name: string): Promise<boolean> {
  if (ruleset.jails.some((jail) => jail.name === name)) return true;
  return Object.hasOwn((await (await account()).changes.get()).jails, name);
}

async function unbanOf({ account, ruleset }: Session, jail: string | undefined): Promise<void> {
  const ports = await account();
  const { live } = ports.bans;
  const bans = {
    ...ports.bans,
    live: async () => (await live()).filter((ban) => jail === undefined || ban.jail === jail),
  };
  await unbanAll({ ...ports, bans }, ruleset);
}
