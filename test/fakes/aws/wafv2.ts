import { isIPv6 } from 'node:net';
import {
  GetIPSetCommand,
  ListIPSetsCommand,
  UpdateIPSetCommand,
  type UpdateIPSetCommandInput,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { mockClient } from 'aws-sdk-client-mock';
import { AwsError, apiQuota, type Cloud, page } from './cloud';

interface FakeSet {
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly version: 'IPV4' | 'IPV6';
  description: string | undefined;
  addresses: string[];
  token: string;
}

export interface FakeWaf {
  readonly client: WAFV2Client;
  readonly sets: Map<string, FakeSet>;
  create(arn: string, version: 'IPV4' | 'IPV6', addresses?: readonly string[]): FakeSet;
  /** A person writes the list in the console. */
  overwrite(arn: string, addresses: readonly string[]): void;
}

/** WAFv2 as its API reference has it, behind the real client: whole lists, LockTokens, 10,000 addresses, no /0, quotas. */
export function fakeWaf(cloud: Cloud, region = 'eu-central-1'): FakeWaf {
  const client = new WAFV2Client({ region, credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' } });
  const sets = new Map<string, FakeSet>();
  let tokens = 0;
  const newToken = () => `00000000-0000-4000-8000-${String(++tokens).padStart(12, '0')}`;
  const updates = apiQuota(cloud, 1, 1);
  const reads = apiQuota(cloud, 5, 5);

  const find = (key: { Id?: string | undefined; Name?: string | undefined; Scope?: string | undefined }): FakeSet => {
    const found = [...sets.values()].find(
      (set) => set.id === key.Id && set.name === key.Name && set.scope === key.Scope,
    );
    if (!found) throw new AwsError('WAFNonexistentItemException', 'AWS WAF couldn’t perform the operation.');
    return found;
  };
  const update = (input: UpdateIPSetCommandInput) => {
    updates('UpdateIPSet');
    const set = find(input);
    if (input.LockToken !== set.token) throw new AwsError('WAFOptimisticLockException', 'AWS WAF couldn’t save.');
    set.addresses = checked(set.version, input.Addresses ?? []);
    set.description = input.Description;
    set.token = newToken();
    return { NextLockToken: set.token, $metadata: {} };
  };

  const mock = mockClient(client);
  mock.on(UpdateIPSetCommand).callsFake((input) => cloud.faults.serve('UpdateIPSet', () => update(input)));
  mock.on(GetIPSetCommand).callsFake((input) =>
    cloud.faults.serve('GetIPSet', () => {
      reads('GetIPSet');
      const set = find(input);
      const found = {
        Name: set.name,
        Id: set.id,
        ARN: set.arn,
        IPAddressVersion: set.version,
        Description: set.description,
      };
      return { IPSet: { ...found, Addresses: [...set.addresses] }, LockToken: set.token, $metadata: {} };
    }),
  );
  mock.on(ListIPSetsCommand).callsFake((input) =>
    cloud.faults.serve('ListIPSets', () => {
      reads('ListIPSets');
      const all = [...sets.values()].filter((set) => set.scope === input.Scope);
      const { items, next } = page(all, Math.min(input.Limit ?? 100, 100), input.NextMarker);
      const IPSets = items.map((set) => ({ Name: set.name, Id: set.id, ARN: set.arn, LockToken: set.token }));
      return { IPSets, NextMarker: next, $metadata: {} };
    }),
  );

  return {
    client,
    sets,
    create: (arn, version, addresses = []) => {
      const [scope, , name = '', id = ''] = (arn.split(':')[5] ?? '').split('/');
      const set: FakeSet = {
        arn,
        name,
        id,
        scope: scope === 'global' ? 'CLOUDFRONT' : 'REGIONAL',
        version,
        description: undefined,
        addresses: checked(version, addresses),
        token: newToken(),
      };
      sets.set(arn, set);
      return set;
    },
    overwrite: (arn, addresses) => {
      const set = sets.get(arn);
      if (!set) throw new Error(`no set ${arn}`);
      set.addresses = checked(set.version, addresses);
      set.token = newToken();
    },
  };
}

/** What WAF keeps of a list: CIDRs of one family, never /0; IPv6 in full, as WAF answers it. */
function checked(version: 'IPV4' | 'IPV6', addresses: readonly string[]): string[] {
  const invalid = (why: string) =>
    new AwsError('WAFInvalidParameterException', `Error reason: ${why}, field: IP_ADDRESS`);
  if (addresses.length > 10_000) throw invalid('the list holds more than 10000 addresses');
  const kept = addresses.map((address) => {
    const [ip = '', length = ''] = address.split('/');
    const v6 = isIPv6(ip);
    if (v6 !== (version === 'IPV6')) throw invalid(`${address} is of the wrong version`);
    const bits = Number(length);
    if (!/^\d{1,3}$/.test(length) || bits < 1 || bits > (v6 ? 128 : 32)) throw invalid(`${address} is no range`);
    return v6 ? `${inFull(ip)}/${bits}` : address;
  });
  return [...new Set(kept)];
}

function inFull(ip: string): string {
  const [head = '', tail] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].map((group) => group.padStart(4, '0')).join(':');
}
