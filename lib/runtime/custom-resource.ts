import { setTimeout } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { Seconds } from '../core/ruleset';

/** What a custom resource came to; `physicalId` names it from then on. */
export interface Provided {
  readonly physicalId: string;
}

/** One custom resource type. A different `physicalId` from update makes CloudFormation delete the old one afterwards. */
export interface Provider<Properties> {
  /** The name it always has, also when its creation failed: what was half made is then deleted under it. */
  readonly physicalId?: string;
  create(properties: Properties): Promise<Provided>;
  update(physicalId: string, properties: Properties, old: Properties): Promise<Provided>;
  delete(physicalId: string, properties: Properties): Promise<void>;
}

/** Sends the answer where CloudFormation waits for it. */
export type Answer = (url: string, body: string) => Promise<void>;

export interface Answering {
  readonly answer: Answer;
  /** Seconds this invocation still has. */
  readonly remaining: () => Seconds;
  /** Resolves after so many seconds, never when it is ended before. @default a timer */
  readonly wait?: (seconds: Seconds, ended: AbortSignal) => Promise<unknown>;
}

/** Seconds that an answer may take to be sent. */
const MARGIN: Seconds = 10;

function timer(seconds: Seconds, signal: AbortSignal): Promise<unknown> {
  return setTimeout(seconds * 1000, undefined, { signal }).catch(() => new Promise(() => undefined));
}

/** What a creation that failed is called, when all of it failed: deleting it has nothing to do. */
const NOTHING = 'fail2edge-nothing';
/** CloudFormation takes 4 KB of answer; the reason is shown in the stack's events. */
const LONGEST_REASON = 1000;

/**
 * Answers CloudFormation's request for a custom resource (docs.aws.amazon.com, CloudFormation, "Custom resource request
 * objects"). Always answers, also on failure and before the function's time is over: a stack waits an hour for one that does
 * not.
 */
export async function answerCustomResource(
  event: CloudFormationCustomResourceEvent,
  providers: Readonly<Record<string, Provider<unknown>>>,
  { answer, remaining, wait = timer }: Answering,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const provider = Object.hasOwn(providers, event.ResourceType) ? providers[event.ResourceType] : undefined;
  const ended = new AbortController();
  const tooLate = wait(Math.max(0, remaining() - MARGIN), ended.signal).then(() =>
    failed(event, provider, "not done before the function's time was over; its log says how far it came"),
  );
  const outcome = await Promise.race([provide(event, provider), tooLate]);
  ended.abort();
  await answer(event.ResponseURL, JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }));
}

interface Outcome {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly Reason?: string;
}

async function provide(
  event: CloudFormationCustomResourceEvent,
  provider: Provider<unknown> | undefined,
): Promise<Outcome> {
  try {
    if (!provider) throw new Error(`no such resource type: ${event.ResourceType}`);
    return { Status: 'SUCCESS', PhysicalResourceId: await run(event, provider) };
  } catch (error) {
    return failed(event, provider, error instanceof Error ? error.message : String(error));
  }
}

function failed(
  event: CloudFormationCustomResourceEvent,
  provider: Provider<unknown> | undefined,
  reason: string,
): Outcome {
  const known = 'PhysicalResourceId' in event ? event.PhysicalResourceId : (provider?.physicalId ?? NOTHING);
  return { Status: 'FAILED', Reason: reason.slice(0, LONGEST_REASON), PhysicalResourceId: known };
}

async function run(event: CloudFormationCustomResourceEvent, provider: Provider<unknown>): Promise<string> {
  const properties = propertiesOf(event.ResourceProperties);
  if (event.RequestType === 'Create') return (await provider.create(properties)).physicalId;
  if (event.RequestType === 'Update') {
    const old = propertiesOf(event.OldResourceProperties);
    return (await provider.update(event.PhysicalResourceId, properties, old)).physicalId;
  }
  if (event.PhysicalResourceId !== NOTHING) await provider.delete(event.PhysicalResourceId, properties);
  return event.PhysicalResourceId;
}

function propertiesOf({ ServiceToken: _, ...properties }: Readonly<Record<string, unknown>>): unknown {
  return properties;
}
