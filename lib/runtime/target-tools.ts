import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { httpPost } from '../notifiers/http/post';
import { type Secrets, ssmSecrets } from '../notifiers/secrets';
import type { TargetTools } from '../notifiers/targets/target';
import { wallClock } from './wall-clock';

const ATTEMPTS = 3;
/** Milliseconds one request to a chat or webhook may take. */
const TIMEOUT = 5_000;

/** The tools of targets over the real network; each AWS client is made when it is first asked for. */
export function targetTools(rest: Pick<TargetTools, 'reported' | 'live' | 'bus'>): TargetTools {
  const options = { maxAttempts: ATTEMPTS };
  return {
    ...rest,
    clock: wallClock,
    http: { post: httpPost({ loopback: false, timeout: TIMEOUT }), sleep },
    secrets: lazySecrets(() => ssmSecrets(new SSMClient(options), wallClock)),
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
