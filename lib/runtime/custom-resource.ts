import { setTimeout } from 'node:timers/promises';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { withNewRole } from './new-role';

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

/** What a creation that failed is called, when all of it failed: deleting it has nothing to do. */
const NOTHING = 'fail2edge-nothing';
/** CloudFormation takes 4 KB of answer; the reason is shown in the stack's events. */
const LONGEST_REASON = 1000;

/**
 * Answers CloudFormation's request for a custom resource (docs.aws.amazon.com, CloudFormation, "Custom resource request
 * objects"). Always answers, also on failure: a stack waits an hour for one that does not. What a role made just now is
 * denied is tried again for a minute.
 */
export async function answerCustomResource(
  event: CloudFormationCustomResourceEvent,
  providers: Readonly<Record<string, Provider<unknown>>>,
  answer: Answer,
  sleep: Sleep = (seconds) => setTimeout(seconds * 1000),
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const provider = Object.hasOwn(providers, event.ResourceType) ? providers[event.ResourceType] : undefined;
  const outcome = await provide(event, provider, sleep);
  await answer(event.ResponseURL, JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }));
}

type Sleep = (seconds: number) => Promise<unknown>;

async function provide(
  event: CloudFormationCustomResourceEvent,
  provider: Provider<unknown> | undefined,
  sleep: Sleep,
) {
  const known = 'PhysicalResourceId' in event ? event.PhysicalResourceId : (provider?.physicalId ?? NOTHING);
  try {
    if (!provider) throw new Error(`no such resource type: ${event.ResourceType}`);
    return { Status: 'SUCCESS', PhysicalResourceId: await withNewRole(() => run(event, provider), sleep) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { Status: 'FAILED', Reason: reason.slice(0, LONGEST_REASON), PhysicalResourceId: known };
  }
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
