import type { HttpError } from './exchange';
import type { HttpReply, HttpRequest, Post } from './post';

/** `delivered`: status 2xx. `refused`: trying again soon is of no use. `failed`: it may be another time. */
export type Delivery =
  | { readonly kind: 'delivered'; readonly reply: HttpReply }
  | { readonly kind: 'refused' | 'failed'; readonly why: string };

export interface DeliverPorts {
  readonly post: Post;
  /** Waits so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

const TRIES = 3;
/** Milliseconds before the second and third try; a server may ask for longer, up to `PATIENCE`. */
const PAUSE = 500;
const PATIENCE = 5_000;

/** Delivers one request, with few tries: what fails now waits in the outbox for the next run. */
export async function deliver({ post, sleep }: DeliverPorts, request: HttpRequest): Promise<Delivery> {
  let last: Delivery = { kind: 'failed', why: 'not tried' };
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const [outcome, pause] = await once(post, request);
    if (outcome.kind !== 'failed') return outcome;
    last = outcome;
    if (attempt === TRIES || pause > PATIENCE) return last;
    await sleep(Math.max(pause, PAUSE * attempt));
  }
  return last;
}

async function once(post: Post, request: HttpRequest): Promise<readonly [Delivery, number]> {
  try {
    const reply = await post(request);
    if (reply.status >= 200 && reply.status < 300) return [{ kind: 'delivered', reply }, 0];
    const again = reply.status === 408 || reply.status === 429 || reply.status >= 500;
    return [{ kind: again ? 'failed' : 'refused', why: `status ${reply.status}` }, (reply.retryAfter ?? 0) * 1_000];
  } catch (error) {
    const { code } = error as HttpError;
    return [{ kind: code === 'refused-address' ? 'refused' : 'failed', why: code }, 0];
  }
}
