import { createHash, createHmac } from 'node:crypto';
import type { Digest } from '../../core/report';
import { visible } from '../../core/visible';
import { deliver } from '../http/deliver';
import { banId, banJson } from './ban-json';
import { PLAIN, type TargetModule, type TargetTools, whyOf } from './target';

/** Bans written out in one request; those after them go in the next. */
const MOST = 1_000;

/**
 * A server of one's own. The body is JSON; `fail2edge-signature` is `v1=` and the HMAC-SHA256, in hex, of
 * `<fail2edge-timestamp>.<body>`: who checks it, and that the timestamp is of the last minutes, cannot be fooled by a
 * stranger or by a request that was recorded.
 */
export const webhook: TargetModule = {
  ...PLAIN,
  kind: 'webhook',
  description: 'a server of yours, by signed JSON',
  open:
    ({ name, options }, tools) =>
    async (digest) => {
      const bans = digest.bans.slice(0, MOST);
      try {
        const secret = await tools.secrets(options.secret ?? '');
        const url = await tools.secrets(options.url ?? '');
        const body = webhookBody({ ...digest, bans });
        const outcome = await deliver(tools.http, { url, headers: headersOf(body, secret, tools), body });
        if (outcome.kind !== 'delivered') return { kind: 'failed', notice: `${name} took no report: ${outcome.why}` };
        if (bans.length === digest.bans.length) return { kind: 'sent', id: '' };
        return {
          kind: 'failed',
          notice: `${name}: ${digest.bans.length - MOST} bans wait for the next request`,
          done: bans,
        };
      } catch (error) {
        return { kind: 'failed', notice: `${name} took no report: ${whyOf(error)}` };
      }
    },
};

/** `id` is the same when the same bans come again: at least once is what is promised. */
export function webhookBody({ place, bans }: Pick<Digest, 'place' | 'bans'>): string {
  const id = createHash('sha256').update(bans.map(banId).join()).digest('base64url').slice(0, 22);
  return JSON.stringify({ version: 1, type: 'bans', id, place: visible(place), bans: bans.map(banJson) });
}

function headersOf(body: string, secret: string, { clock }: Pick<TargetTools, 'clock'>): Record<string, string> {
  const timestamp = String(Math.floor(clock()));
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'fail2edge',
    'fail2edge-timestamp': timestamp,
    'fail2edge-signature': `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
  };
}
