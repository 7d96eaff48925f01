import type { Ban } from '../../core/ban';
import type { Digest, SendResult } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import { whyOf } from './target';

/** What came of telling one ban: `later`: not now, the others may go on; `stop`: nothing can be told now. */
export type Told =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly why?: string }
  | { readonly kind: 'stop'; readonly why: string };

/** What could not be found out about a ban is asked for this long; then it is done without having been told. */
const PATIENCE: Seconds = 3_600;

export const laterOrNever = (ban: Ban, now: Seconds): Told => ({ kind: now < ban.time + PATIENCE ? 'later' : 'done' });

/** The service will not have this report, whose text is in the offender's hand: the next one's must not wait for it. */
export function refusedOne(ban: Ban, why: string, now: Seconds): Told {
  const told = laterOrNever(ban, now);
  return told.kind === 'later' ? { ...told, why: `a report was not taken: ${why}` } : told;
}

/** Tells bans one after the other, for services that take no more at once. What is not told waits in the outbox. */
export async function oneByOne<T>(
  name: string,
  { bans }: Digest,
  items: readonly (T & { readonly ban: Ban })[],
  tell: (item: T) => Promise<Told>,
): Promise<SendResult> {
  const done: Ban[] = [];
  let why = '';
  for (const item of items) {
    const told = await tell(item).catch((error: unknown): Told => ({ kind: 'stop', why: whyOf(error) }));
    if (told.kind === 'done') done.push(item.ban);
    else why = told.why ?? why;
    if (told.kind === 'stop') break;
  }
  const rest = bans.length - done.length;
  if (rest === 0) return { kind: 'sent', id: '' };
  return { kind: 'failed', notice: `${name}: ${why || `${rest} reports wait for the next run`}`, done };
}
