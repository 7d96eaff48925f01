import type { Digest, SendResult } from '../../core/report';
import type { Target } from '../../core/target';
import { deliver } from '../http/deliver';
import { type TargetTools, whyOf } from './target';

/** Posts what `bodyOf` makes of a digest, as JSON, to the address that the option `url` names. */
export async function sendJson(
  { name, options }: Target,
  { secrets, http }: Pick<TargetTools, 'secrets' | 'http'>,
  digest: Digest,
  bodyOf: (digest: Digest) => object,
): Promise<SendResult> {
  try {
    const url = await secrets(options.url ?? '');
    const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'fail2edge' };
    const outcome = await deliver(http, { url, headers, body: JSON.stringify(bodyOf(digest)) });
    if (outcome.kind === 'delivered') return { kind: 'sent', id: '' };
    return { kind: 'failed', notice: `${name} took no report: ${outcome.why}` };
  } catch (error) {
    return { kind: 'failed', notice: `${name} took no report: ${whyOf(error)}` };
  }
}
