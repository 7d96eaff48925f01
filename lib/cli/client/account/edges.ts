import { awsAccounts } from '../../../edges/aws/accounts';
import type { EdgeView } from './account';
import { AccountError, type Place } from './aws-failure';
import { inWords } from './in-words';
import type { Stores } from './stores';

/** The edges of the deployment, with the ids that it wrote to the table. @throws AccountError */
export async function deployedEdges(stores: Stores, place: Place, patience: number): Promise<EdgeView> {
  const { load } = inWords({ load: stores.deployedEdges.load }, place);
  const configs = await load();
  if (!configs) {
    throw new AccountError('the table does not say what the edges write to: deploy once more with this version');
  }
  const accounts = awsAccounts({ memory: inWords(stores.memory, place), mayCover: () => true, patience });
  return {
    configs,
    region: await stores.region(),
    accounts: {
      ...accounts,
      ipSets: (region) => inWords(accounts.ipSets(region), { ...place, region }),
      networkAcls: () => inWords(accounts.networkAcls(), place),
      securityGroups: () => inWords(accounts.securityGroups(), place),
      prefixLists: () => inWords(accounts.prefixLists(), place),
    },
  };
}
