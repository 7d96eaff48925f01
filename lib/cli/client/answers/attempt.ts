import { randomUUID } from 'node:crypto';
import { attempt } from '../../../app/operate/attempt';
import { UsageError } from '../../io';
import type { Action } from '../answer';
import { localTimes, untilText } from '../text/ban';
import { REFUSALS } from './change';

/** What one command may count. */
const MOST = 100;

/** Of a ban these would be said in other words. */
const UNCOUNTED: Readonly<Partial<typeof REFUSALS>> = {
  'no-address': () => 'is no address; host names are not counted',
  range: () => 'is a range: write the one address that failed',
};

/** `set JAIL attempt IP [TEXT]...`: 1, as fail2ban answers whatever it led to. */
export const setAttempt: Action = async (session, { jail, operands: [ip = '', ...texts] }) => {
  const { note } = session;
  if (texts.length > MOST) throw new UsageError(`attempt: at most ${MOST} failures at once; nothing was done`);
  const ports = await session.account();
  const ruleset = await session.rulesNow();
  const now = ruleset.jails.find(({ name }) => name === jail.name) ?? jail;
  if (now.idle) throw new UsageError(`${jail.name} is idle and counts nothing: set ${jail.name} idle off`);
  const eventIds = Array.from({ length: Math.max(1, texts.length) }, () => randomUUID());
  const outcome = await attempt(ports, ruleset, { jail: now, ip, eventIds });
  if (outcome.kind === 'refused') {
    note(`not counted: ${JSON.stringify(ip)} ${(UNCOUNTED[outcome.refusal] ?? REFUSALS[outcome.refusal])(jail)}`);
    const json = [{ jail: jail.name, ip, outcome: 'refused', refusal: outcome.refusal }];
    return { text: '0', json, failed: true };
  }
  const { ban } = outcome;
  note(
    ban
      ? `${outcome.ip} is banned ${untilText(ban.end, localTimes().at)} in ${jail.name}`
      : `${outcome.ip} is counted in ${jail.name}; why ${ip} --no-lines shows how far it is`,
  );
  return { text: '1', json: [{ jail: jail.name, ip: outcome.ip, outcome: ban ? 'banned' : 'counted' }] };
};
