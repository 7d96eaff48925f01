import type { Ban } from '../core/ban';
import type { Box, Digest, OpenTarget } from '../core/report';
import type { Jail } from '../core/ruleset';
import type { Run } from './report';
import { mayTell, tookNothing } from './report-budget';
import { type Asked, detailsOf } from './report-details';

/** A box of the outbox is a target's or, with an `@` in it, a mail address'. */
const PREFIX = 'notify:';

export const recipientOf = ({ name }: Pick<OpenTarget, 'name'>): string => `${PREFIX}${name}`;

export const isTarget = (recipient: string): boolean => recipient.startsWith(PREFIX) && !recipient.includes('@');

/** Whether a jail's ban, or its end, is told to this target. */
export const tells = ({ name, tellsEnds }: OpenTarget, jail: Jail | undefined, ban: Ban): boolean =>
  jail?.targets?.includes(name) === true && (ban.state === 'live' || tellsEnds);

/** Those bans of a target's box that need no further telling. */
export async function sendToTarget(run: Run, box: Box): Promise<readonly Ban[]> {
  const target = run.ports.targets?.find((one) => recipientOf(one) === box.recipient);
  const wanted = box.bans.filter((ban) => target && tells(target, run.jails.get(ban.jail), ban));
  const told = new Set(wanted);
  const orphans = box.bans.filter((ban) => !told.has(ban));
  if (orphans.length > 0) {
    run.notices.add(`${orphans.length} bans were not told to ${box.recipient}: the configuration no longer says so`);
  }
  if (!target || wanted.length === 0) return orphans;
  if (target.capped && !(await mayTell(run, box.recipient))) return orphans;
  const result = await target.send(await digestFor(run, target, wanted));
  if (result.kind === 'sent') {
    run.deliveries.push({ recipient: box.recipient, by: target.name, bans: wanted.length });
    return box.bans;
  }
  run.notices.add(result.notice);
  const done = result.kind === 'failed' ? (result.done ?? []) : [];
  if (done.length === 0) await tookNothing(run, box.recipient);
  return [...orphans, ...done];
}

async function digestFor(run: Run, target: OpenTarget, waiting: readonly Ban[]): Promise<Digest> {
  const { place, sender } = run.ports;
  const bans = [...waiting].sort((a, b) => a.time - b.time || (a.ip < b.ip ? -1 : 1));
  const details = await detailsOf(run.ports, asked(run, target, bans), run.signal);
  return { sender: sender ?? '', sendername: '', recipient: recipientOf(target), place, bans, details };
}

const asked = ({ jails }: Run, { wants }: OpenTarget, bans: readonly Ban[]): readonly Asked[] =>
  bans.flatMap((ban) => {
    const jail = jails.get(ban.jail);
    return jail ? [{ ban, jail, ...wants }] : [];
  });
