import { setTimeout } from 'node:timers/promises';
import {
  CreateIPSetCommand,
  DeleteIPSetCommand,
  GetIPSetCommand,
  ListIPSetsCommand,
  type WAFV2Client,
} from '@aws-sdk/client-wafv2';
import type { Seconds } from '../core/ruleset';
import { errorName } from '../edges/aws/errors';
import { parseIpSetArn } from '../edges/run/ip-set-arn';
import type { Provider } from './custom-resource';
import type { IpSetProperties } from './setup-resource';

export type IpSetClient = Pick<WAFV2Client, 'send'>;

/** Writers that may come between reading a set's lock token and deleting the set. */
const TRIES = 5;

/** Between two looks whether a set is still in use, and looks in all: three of the minutes a set's deletion may take. */
const PAUSE: Seconds = 5;
const LOOKS = 37;

type Sleep = (seconds: Seconds) => Promise<unknown>;

/**
 * IP sets made at deploy and never touched by a later one: CloudFormation's own IP set would write its template's list
 * over the live bans. The set's ARN is its physical id; one of another scope is another set, and the old one is deleted.
 * @param clientOf a client of the Region that serves a scope; CLOUDFRONT sets live in us-east-1
 */
export const ipSetProvider = (
  clientOf: (scope: IpSetProperties['scope']) => IpSetClient,
  sleep: Sleep = (seconds) => setTimeout(seconds * 1000),
): Provider<IpSetProperties> => {
  const made = async (properties: IpSetProperties) => ({
    physicalId: await create(clientOf(properties.scope), properties),
  });
  return {
    create: made,
    update: async (physicalId, properties) =>
      parseIpSetArn(physicalId)?.scope === properties.scope ? { physicalId } : made(properties),
    delete: async (physicalId) => {
      // The scope is the set's own: the properties may be those of the set that took its place.
      const set = parseIpSetArn(physicalId);
      if (set) await removeUnused(clientOf(set.scope), { Name: set.name, Id: set.id, Scope: set.scope }, sleep);
    },
  };
};

async function create(client: IpSetClient, properties: IpSetProperties): Promise<string> {
  const { name, scope, family, description } = properties;
  try {
    const command = new CreateIPSetCommand({
      ...{ Name: name, Scope: scope, IPAddressVersion: family, Description: description, Addresses: [] },
    });
    const { Summary } = await client.send(command);
    if (!Summary?.ARN) throw new Error(`WAF answered no ARN for the IP set ${name}`);
    return Summary.ARN;
  } catch (error) {
    const made = errorName(error) === 'WAFDuplicateItemException' ? await madeBefore(client, properties) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** CloudFormation asks again when an answer did not arrive. A set is known to be ours by its description. */
async function madeBefore(client: IpSetClient, properties: IpSetProperties): Promise<string | undefined> {
  const { name, scope: Scope, description } = properties;
  let NextMarker: string | undefined;
  do {
    const page = await client.send(new ListIPSetsCommand(NextMarker ? { Scope, NextMarker } : { Scope }));
    const set = page.IPSets?.find((one) => one.Name === name && one.Description === description);
    if (set) return set.ARN;
    NextMarker = page.NextMarker;
  } while (NextMarker);
  return undefined;
}

interface NamedSet {
  readonly Name: string;
  readonly Id: string;
  readonly Scope: IpSetProperties['scope'];
}

/** WAF is eventually consistent: a set is in use for a while after the rule group that used it went. */
async function removeUnused(client: IpSetClient, named: NamedSet, sleep: Sleep): Promise<void> {
  for (let looks = 1; ; looks++) {
    try {
      return await remove(client, named);
    } catch (error) {
      if (errorName(error) !== 'WAFAssociatedItemException' || looks >= LOOKS) throw error;
      await sleep(PAUSE);
    }
  }
}

async function remove(client: IpSetClient, named: NamedSet): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const { LockToken } = await client.send(new GetIPSetCommand(named));
      await client.send(new DeleteIPSetCommand({ ...named, LockToken }));
      return;
    } catch (error) {
      const name = errorName(error);
      if (name === 'WAFNonexistentItemException') return;
      if (name !== 'WAFOptimisticLockException' || tries >= TRIES) throw error;
    }
  }
}
