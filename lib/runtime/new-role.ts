import { setTimeout } from 'node:timers/promises';
import type { Seconds } from '../core/ruleset';
import type { Provider } from './custom-resource';

/** Seconds between two tries, and tries in all: a minute. */
const PAUSE = 5;
const TRIES = 13;

type Sleep = (seconds: Seconds) => Promise<unknown>;

const timer: Sleep = (seconds) => setTimeout(seconds * 1000);

/** How WAF, EC2 and DynamoDB say it; an edge's failure carries the word in its message. */
const DENIED = /AccessDenied|UnauthorizedOperation/;

/**
 * The first deploy uses its role seconds after it was made, and IAM is eventually consistent: what the role allows may be
 * denied for a while (IAM user guide, "Changes that I make are not always immediately visible"). Only for work that can
 * be begun again.
 * @param sleep waits so many seconds
 * @param hasTime whether there is time for another try
 * @throws the last error, when it still is denied after a minute; any other at once
 */
export async function withNewRole<T>(
  work: () => Promise<T>,
  sleep: Sleep = timer,
  hasTime: () => boolean = () => true,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const denied = error instanceof Error && DENIED.test(`${error.name} ${error.message}`);
      if (!denied || tries === TRIES || !hasTime()) throw error;
      await sleep(PAUSE);
    }
  }
}

/** A provider each of whose works is begun again while its role is new. */
export function withNewRoles<Properties>(provider: Provider<Properties>, sleep: Sleep = timer): Provider<Properties> {
  return {
    ...provider,
    create: (properties) => withNewRole(() => provider.create(properties), sleep),
    update: (id, properties, old) => withNewRole(() => provider.update(id, properties, old), sleep),
    delete: (id, properties) => withNewRole(() => provider.delete(id, properties), sleep),
  };
}
