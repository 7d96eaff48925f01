import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Reach } from '../http/address';
import { httpPost } from '../http/post';
import { type Secrets, ssmSecrets } from '../secrets';
import type { TargetTools } from './target';

const ATTEMPTS = 3;
/** Milliseconds one request to a chat or webhook may take. */
const TIMEOUT = 5_000;

/** The tools of targets over the real network; each AWS client is made when it is first asked for. */
export function awsTargetTools(
  rest: Pick<TargetTools, 'reported' | 'live' | 'bus' | 'clock'>,
  { loopback }: Reach = { loopback: false },
): TargetTools {
  const options = { maxAttempts: ATTEMPTS };
  return {
    ...rest,
    http: { post: httpPost({ loopback, timeout: TIMEOUT }), sleep },
    secrets: lazySecrets(() => ssmSecrets(new SSMClient(options), rest.clock)),
    sns: once(() => new SNSClient(options)),
    events: once(() => new EventBridgeClient(options)),
    s3: once(() => new S3Client(options)),
    ses: once(() => new SESv2Client(options)),
  };
}

const lazySecrets = (make: () => Secrets): Secrets => {
  const made = once(make);
  return (value) => made()(value);
};

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
