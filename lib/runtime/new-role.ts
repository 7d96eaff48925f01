/** Seconds between two tries, and tries in all: a minute. */
const PAUSE = 5;
const TRIES = 13;

/** How WAF, EC2 and DynamoDB say it; an edge's failure carries the word in its message. */
const DENIED = /AccessDenied|UnauthorizedOperation/;

/**
 * The first deploy uses its role seconds after it was made, and IAM is eventually consistent: what the role allows may be
 * denied for a while (IAM user guide, "Changes that I make are not always immediately visible"). Only for work that can
 * be begun again.
 * @param sleep waits so many seconds
 * @throws the last error, when it still is denied after a minute; any other at once
 */
export async function withNewRole<T>(work: () => Promise<T>, sleep: (seconds: number) => Promise<unknown>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const denied = error instanceof Error && DENIED.test(`${error.name} ${error.message}`);
      if (!denied || tries === TRIES) throw error;
      await sleep(PAUSE);
    }
  }
}
