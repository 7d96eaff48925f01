import { bannedNow, holding } from '../../../app/operate/banned';
import { parseCidr } from '../../../core/address';
import { visible } from '../../../core/visible';
import { UsageError } from '../../io';
import type { Action } from '../answer';
import { banJson, byEnd, localTimes, withTime } from '../text/ban';
import { pythonList, pythonText } from '../text/python';

/** `banned [IP...]`: by jail, or for each address the jails that ban it. */
export const banned: Action = async ({ ruleset, account, compare }, { operands }) => {
  operands.forEach(mustBeAddress);
  const bans = await bannedNow(await account());
  compare(bans);
  if (operands.length > 0) {
    const each = operands.map((ip) => ({ ip, jails: [...new Set(holding(bans, ip).map(({ jail }) => jail))] }));
    return { text: pythonList(each.map(({ jails }) => texts(jails))), json: each };
  }
  const jails = new Set([...ruleset.jails.map(({ name }) => name), ...bans.map(({ jail }) => jail)]);
  const each = [...jails].map((jail) => ({
    jail,
    banned: bans.filter((ban) => ban.jail === jail).map(({ ip }) => ip),
  }));
  const text = pythonList(each.map((one) => `{${pythonText(visible(one.jail))}: ${texts(one.banned)}}`));
  return { text, json: each };
};

/** `get JAIL banned [IP...]`: the list, or 1 and 0. */
export const jailBanned: Action = async ({ account }, { jail, operands }) => {
  operands.forEach(mustBeAddress);
  const bans = (await bannedNow(await account())).filter((ban) => ban.jail === jail.name);
  if (operands.length === 0) {
    const ips = bans.map(({ ip }) => ip);
    return { text: texts(ips), json: [{ jail: jail.name, banned: ips }] };
  }
  const each = operands.map((ip) => ({ jail: jail.name, ip, banned: holding(bans, ip).length > 0 }));
  const bits = each.map((one) => (one.banned ? '1' : '0'));
  return { text: bits.length === 1 ? bits.join('') : pythonList(bits), json: each };
};

/** `get JAIL banip [SEP|--with-time]`: by the end of the ban. */
export const banip: Action = async ({ account, note }, { jail, operands: [separator = ' '], options }) => {
  const bans = byEnd((await bannedNow(await account())).filter((ban) => ban.jail === jail.name));
  if (bans.length === 0) note(`Nobody is banned in ${jail.name}.`);
  const { at } = localTimes();
  const text = options['with-time']
    ? bans.map((ban) => withTime(ban, at)).join('\n')
    : bans.map(({ ip }) => visible(ip)).join(separator);
  return { text, json: bans.map(banJson) };
};

const texts = (items: readonly string[]): string => pythonList(items.map((item) => pythonText(visible(item))));

/** fail2ban answers "not banned" for anything; an address that is mistyped is told. */
function mustBeAddress(text: string): void {
  if (!parseCidr(text)) throw new UsageError(`${JSON.stringify(text)} is no address and no range`);
}
