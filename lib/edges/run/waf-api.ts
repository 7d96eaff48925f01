import type { EdgeAccounts } from '../definition';
import type { IpSetContent, IpSetRef, IpSetUpdated, WafScope } from '../ports';
import type { Run } from './run';

/** UpdateIPSet: 1 a second per account and Region for everybody (WAF quotas page); people keep half of it. */
const UPDATES_A_SECOND = 0.5;
/** GetIPSet and ListIPSets: 5 a second for everybody; people keep half of it. */
const READS_A_SECOND = 2.5;

/**
 * WAFv2 of one Region behind token buckets and the run's retries. Updates wait for their turn among all functions of the
 * deployment; an idle minute reads and must write nothing, so reads wait for those of their own process only.
 */
export interface WafApi {
  tokens(run: Run, scope: WafScope): Promise<ReadonlyMap<string, string>>;
  get(run: Run, set: IpSetRef): Promise<IpSetContent>;
  update(run: Run, update: IpSetUpdate): Promise<IpSetUpdated>;
}

export interface IpSetUpdate {
  readonly set: IpSetRef;
  readonly read: IpSetContent;
  readonly addresses: readonly string[];
  /** Called for every request sent. */
  readonly sent: () => void;
}

export function wafApi(accounts: EdgeAccounts, region: string): WafApi {
  const port = accounts.ipSets(region);
  const reads = accounts.buckets(`wafv2:read:${region}`, READS_A_SECOND);
  const updates = accounts.sharedBuckets(`wafv2:update:${region}`, UPDATES_A_SECOND);
  const paced = <T>(run: Run, operation: string, request: () => Promise<T>) =>
    run.call(async () => {
      await run.turn(operation === 'UpdateIPSet' ? updates : reads, operation);
      return request();
    });
  return {
    tokens: (run, scope) => paced(run, 'ListIPSets', () => port.list(scope)),
    get: (run, set) => paced(run, 'GetIPSet', () => port.get(set)),
    update: (run, { set, read, addresses, sent }) =>
      paced(run, 'UpdateIPSet', () => {
        sent();
        return port.update(set, read, addresses);
      }),
  };
}
