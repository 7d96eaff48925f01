import {
  CreateIPSetCommand,
  DeleteIPSetCommand,
  GetIPSetCommand,
  WAFNonexistentItemException,
  type WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { parseIpSetArn } from '../edges/run/ip-set-arn';
import type { Provider } from './custom-resource';
import type { IpSetProperties } from './setup-resource';

/**
 * IP sets made at deploy and never touched by a later one: CloudFormation's own IP set would write its template's list
 * over the live bans. The set's ARN is its physical id.
 * @param clientOf a client of the Region that serves a scope; CLOUDFRONT sets live in us-east-1
 */
export const ipSetProvider = (
  clientOf: (scope: IpSetProperties['scope']) => Pick<WAFV2Client, 'send'>,
): Provider<IpSetProperties> => ({
  create: async ({ name, scope, family, description }) => {
    const command = new CreateIPSetCommand({
      ...{ Name: name, Scope: scope, IPAddressVersion: family, Description: description, Addresses: [] },
    });
    const { Summary } = await clientOf(scope).send(command);
    if (!Summary?.ARN) throw new Error(`WAF answered no ARN for the IP set ${name}`);
    return { physicalId: Summary.ARN };
  },
  update: async (physicalId) => ({ physicalId }),
  delete: async (physicalId, { scope }) => {
    const set = parseIpSetArn(physicalId);
    if (!set) return;
    const named = { Name: set.name, Id: set.id, Scope: scope };
    const client = clientOf(scope);
    try {
      const { LockToken } = await client.send(new GetIPSetCommand(named));
      await client.send(new DeleteIPSetCommand({ ...named, LockToken }));
    } catch (error) {
      if (!(error instanceof WAFNonexistentItemException)) throw error;
    }
  },
});
