import { createHash } from 'node:crypto';
import type { Ban } from '../../core/ban';
import { reportId } from '../../core/report';
import { visible } from '../../core/visible';
import { shortened } from '../mail/visible';

/** A ban as machines are told it; docs/sharing.md describes it. Times are epoch seconds. */
export const banJson = (ban: Ban) => ({
  id: banId(ban),
  jail: visible(ban.jail),
  ip: ban.ip,
  time: ban.time,
  until: ban.end,
  bantime: ban.bantime,
  bancount: ban.bancount,
  failures: ban.failures,
  origin: ban.origin,
  ...(ban.reason === undefined ? {} : { reason: shortened(visible(ban.reason), 500) }),
});

/** The same for one ban, or one end of a ban, however often it is told: whoever is told it twice can know. */
export const banId = (ban: Ban): string => createHash('sha256').update(reportId(ban)).digest('base64url').slice(0, 22);
