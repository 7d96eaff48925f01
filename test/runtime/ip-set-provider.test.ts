import {
  CreateIPSetCommand,
  type CreateIPSetCommandInput,
  DeleteIPSetCommand,
  type DeleteIPSetCommandInput,
  GetIPSetCommand,
  ListIPSetsCommand,
} from '@aws-sdk/client-wafv2';
import { type IpSetClient, ipSetProvider } from '../../lib/runtime/ip-set-provider';
import { AwsError } from '../fakes/aws/cloud';

const NEW = {
  name: 'bans-ipv4-1',
  scope: 'REGIONAL',
  family: 'IPV4',
  description: 'Banned by fail2edge, stack s',
} as const;

interface FakeSet {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  token: number;
}

/** WAFv2 as far as sets are made and removed: unique names, lock tokens, two sets a page. */
function fakeService() {
  const sets = new Map<string, FakeSet>();
  const scopes: string[] = [];
  const hooks = { beforeDelete: (_set: FakeSet): void => undefined };
  let made = 0;
  const find = (id: string | undefined): FakeSet => {
    const set = sets.get(id ?? '');
    if (!set) throw new AwsError('WAFNonexistentItemException', 'The resource does not exist.');
    return set;
  };
  const create = ({ Name = '', Description = '', Addresses, Scope }: CreateIPSetCommandInput) => {
    if (Addresses === undefined) throw new AwsError('WAFInvalidParameterException', 'Addresses is required');
    const place = Scope === 'CLOUDFRONT' ? 'us-east-1:123456789012:global' : 'eu-central-1:123456789012:regional';
    if ([...sets.values()].some(({ arn, name }) => arn.includes(place) && name === Name)) {
      throw new AwsError('WAFDuplicateItemException', 'A resource of that name exists.');
    }
    const id = `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;
    const arn = `arn:aws:wafv2:${place}/ipset/${Name}/${id}`;
    sets.set(id, { arn, id, name: Name, description: Description, token: 1 });
    return { Summary: { ARN: arn, Id: id, Name } };
  };
  const remove = ({ Id, LockToken }: DeleteIPSetCommandInput) => {
    const set = find(Id);
    hooks.beforeDelete(set);
    if (LockToken !== `${set.token}`) throw new AwsError('WAFOptimisticLockException', 'The resource has changed.');
    sets.delete(set.id);
    return {};
  };
  const list = (marker: string | undefined) => {
    const from = Number(marker ?? 0);
    const IPSets = [...sets.values()]
      .slice(from, from + 2)
      .map(({ arn, name, description }) => ({ ARN: arn, Name: name, Description: description }));
    return from + 2 < sets.size ? { IPSets, NextMarker: `${from + 2}` } : { IPSets };
  };
  const send = async (command: unknown): Promise<object> => {
    if (command instanceof CreateIPSetCommand) return create(command.input);
    if (command instanceof GetIPSetCommand) return { LockToken: `${find(command.input.Id).token}` };
    if (command instanceof DeleteIPSetCommand) return remove(command.input);
    if (command instanceof ListIPSetsCommand) return list(command.input.NextMarker);
    throw new Error('the provider asks for nothing else');
  };
  const slept: number[] = [];
  const clientOf = (scope: string) => {
    scopes.push(scope);
    return { send } as IpSetClient;
  };
  const provider = ipSetProvider(clientOf, async (seconds) => slept.push(seconds));
  return { slept, sets, scopes, hooks, provider };
}

describe('creating an IP set', () => {
  it('makes an empty one, whose ARN names it from then on', async () => {
    const { sets, scopes, provider } = fakeService();
    const { physicalId } = await provider.create({ ...NEW, scope: 'CLOUDFRONT' });
    expect([...sets.values()].map(({ arn }) => arn)).toEqual([physicalId]);
    expect(scopes).toEqual(['CLOUDFRONT']);
  });

  it('again, because the answer never arrived, finds the set it made', async () => {
    const { sets, provider } = fakeService();
    for (const name of ['a', 'b', 'c']) await provider.create({ ...NEW, name });
    const { physicalId } = await provider.create(NEW);
    expect(await provider.create(NEW)).toEqual({ physicalId });
    expect(sets.size).toBe(4);
  });

  it('never takes over a set of that name that somebody else made', async () => {
    const { provider } = fakeService();
    await provider.create({ ...NEW, description: 'the office' });
    await expect(provider.create(NEW)).rejects.toThrow('exists');
  });
});

describe('updating an IP set', () => {
  it('leaves it, with every ban in it, alone', async () => {
    const { provider, scopes } = fakeService();
    const { physicalId } = await provider.create(NEW);
    scopes.splice(0);
    expect(await provider.update(physicalId, { ...NEW, description: 'another' }, NEW)).toEqual({ physicalId });
    expect(scopes).toEqual([]);
  });

  it('for CloudFront from now on makes another, and the old one is deleted where it is', async () => {
    const { provider, scopes, sets } = fakeService();
    const { physicalId: old } = await provider.create(NEW);
    const moved = { ...NEW, scope: 'CLOUDFRONT' } as const;
    const { physicalId } = await provider.update(old, moved, NEW);
    expect(physicalId).toMatch(/us-east-1:\d+:global/);
    scopes.splice(0);
    await provider.delete(old, moved);
    expect([[...sets.values()].map(({ arn }) => arn), scopes]).toEqual([[physicalId], ['REGIONAL']]);
  });

  it('back to what it was before finds the set that still is there: a deploy was rolled back', async () => {
    const { provider } = fakeService();
    const { physicalId: old } = await provider.create(NEW);
    const moved = { ...NEW, scope: 'CLOUDFRONT' } as const;
    const { physicalId } = await provider.update(old, moved, NEW);
    expect(await provider.update(physicalId, NEW, moved)).toEqual({ physicalId: old });
  });
});

describe('deleting an IP set', () => {
  it('removes it', async () => {
    const { sets, provider } = fakeService();
    const { physicalId } = await provider.create(NEW);
    await provider.delete(physicalId, NEW);
    expect(sets.size).toBe(0);
  });

  it('that is gone already is done', async () => {
    const { provider } = fakeService();
    const { physicalId } = await provider.create(NEW);
    await provider.delete(physicalId, NEW);
    await expect(provider.delete(physicalId, NEW)).resolves.toBeUndefined();
    await expect(provider.delete('no ARN at all', NEW)).resolves.toBeUndefined();
  });

  it('reads the lock token again when somebody wrote in between', async () => {
    const { sets, hooks, provider } = fakeService();
    const { physicalId } = await provider.create(NEW);
    let writes = 0;
    hooks.beforeDelete = (set) => {
      if (writes++ < 2) set.token += 1;
    };
    await provider.delete(physicalId, NEW);
    expect(sets.size).toBe(0);
  });

  it('gives up when it is written to at every try', async () => {
    const { sets, hooks, provider } = fakeService();
    const { physicalId } = await provider.create(NEW);
    hooks.beforeDelete = (set) => {
      set.token += 1;
    };
    await expect(provider.delete(physicalId, NEW)).rejects.toThrow('changed');
    expect(sets.size).toBe(1);
  });

  it('waits until WAF knows that the rule group, which just went, uses it no more', async () => {
    const { sets, hooks, provider, slept } = fakeService();
    const { physicalId } = await provider.create(NEW);
    hooks.beforeDelete = () => {
      if (slept.length < 3) throw new AwsError('WAFAssociatedItemException', 'The IP set is referenced by a rule.');
    };
    await provider.delete(physicalId, NEW);
    expect([sets.size, slept]).toEqual([0, [5, 5, 5]]);
  });

  it('that a web ACL still uses after three minutes fails with WAF’s own words', async () => {
    const { hooks, provider, slept } = fakeService();
    const { physicalId } = await provider.create(NEW);
    hooks.beforeDelete = () => {
      throw new AwsError('WAFAssociatedItemException', 'The IP set is referenced by a rule.');
    };
    await expect(provider.delete(physicalId, NEW)).rejects.toThrow('referenced by a rule');
    expect(slept.reduce((sum, seconds) => sum + seconds)).toBe(180);
  });
});
