import type { Edge } from '../core/edge';
import type { EdgeConfig } from '../core/ruleset';
import { EdgeOptionError } from './api-error';
import type { EdgeAccounts, EdgeDefinition } from './definition';
import type { IpSetContent } from './ports';
import { parseIpSetArn } from './run/ip-set-arn';
import { isToken, listOption, requiredIds, wholeOption } from './run/options';
import { present } from './run/present';
import { setProbe } from './run/probe';
import { startRun } from './run/run';
import { wafApi } from './run/waf-api';
import { IP_SET_ADDRESSES, reconcileWaf } from './run/waf-reconcile';

/**
 * Bans in WAFv2 IP sets, which a rule of the web ACL blocks. It sees HTTP only: a ban's ports play no part.
 * Sets may be shared with other people's addresses. An update reaches all of AWS in seconds to minutes.
 */
export const awsWaf: EdgeDefinition = {
  kind: 'aws-waf',
  capacity: {
    ipv4: IP_SET_ADDRESSES,
    ipv6: IP_SET_ADDRESSES,
    unit: 'addresses in each IP set',
    source: 'https://docs.aws.amazon.com/waf/latest/developerguide/limits.html',
  },
  option: 'ipsets',
  problems,
  permissions: (config) => [
    { actions: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], resources: listOption(config, 'ipsets') },
    {
      actions: ['wafv2:ListIPSets'],
      resources: ['*'],
      why: 'ListIPSets has no resource level; the probe reads all LockTokens with it in one request',
    },
  ],
  present: (config, { ipSets, pace }) =>
    present(listOption(config, 'ipsets'), pace, async (arn) => {
      const set = parseIpSetArn(arn);
      if (set) await ipSets(set.region).get(set);
      return set ? [arn] : [];
    }),
  create,
};

function problems(config: EdgeConfig): readonly string[] {
  const scope = config.options.scope ?? 'REGIONAL';
  const found = ['REGIONAL', 'CLOUDFRONT'].includes(scope)
    ? []
    : [`scope: ${JSON.stringify(scope)} is not a WAF scope`];
  if (wholeOption(config, 'sets', { min: 1, max: 25, default: 2 }) === undefined) found.push('sets: 1 to 25 a family');
  for (const arn of listOption(config, 'ipsets').filter((id) => !isToken(id))) {
    const set = parseIpSetArn(arn);
    if (!set) found.push(`ipsets: ${JSON.stringify(arn)} is not the ARN of an IP set`);
    else if (set.scope !== scope) found.push(`ipsets: ${set.name} is ${set.scope}, the scope is ${scope}`);
  }
  return found;
}

function create(config: EdgeConfig, accounts: EdgeAccounts): Edge {
  const sets = requiredIds(config, 'ipsets', problems(config)).flatMap((arn) => parseIpSetArn(arn) ?? []);
  const [first] = sets;
  if (!first || sets.some((set) => set.region !== first.region)) {
    throw new EdgeOptionError(config.name, ['ipsets: all of one Region']);
  }
  const api = wafApi(accounts, first.region);
  const known = new Map<string, IpSetContent>();
  return {
    name: config.name,
    kind: 'aws-waf',
    probe: async () => {
      const tokens = await api.tokens(startRun(accounts.pace), first.scope);
      return setProbe(sets.map((set) => tokens.get(set.arn)));
    },
    reconcile: (wanted, context) => reconcileWaf({ sets, api, accounts, known }, wanted, context),
  };
}
