import { type Cidr, formatCidr, formatIp, parseCidr } from '../core/address';
import { cidrSet } from '../core/cidr-set';
import { createProtection } from '../core/protect';
import type { Jail, Ruleset } from '../core/ruleset';

/** Where the deploy is run from, as the jails will see it. */
export interface Deployer {
  readonly cidrs: readonly string[];
  /** Who says so: somebody who deploys, or the session the deploy runs in. */
  readonly toldBy: '-c deployer' | 'SSH_CONNECTION';
}

/**
 * The deployer's public address is asked of nobody: it is what `-c deployer` says, else the far end of the SSH session.
 * @param variables the environment; sshd(8): SSH_CONNECTION begins with the client's address.
 */
export function deployerOf(
  given: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Deployer | undefined {
  if (given.length > 0) return { cidrs: given, toldBy: '-c deployer' };
  const client = (variables.SSH_CONNECTION ?? variables.SSH_CLIENT ?? '').split(' ')[0] ?? '';
  const cidr = parseCidr(client.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, ''));
  return cidr ? { cidrs: [formatCidr(cidr)], toldBy: 'SSH_CONNECTION' } : undefined;
}

/**
 * Every jail that closes an edge and could ban the deployer, with the place of its section and what to write. Names in
 * `ignoreip` are not resolved here: a jail that has one is given the benefit of the doubt.
 */
export function deployerProblems({ jails, protect }: Ruleset, { cidrs, toldBy }: Deployer): readonly string[] {
  const ranges = cidrs.flatMap((text) => parseCidr(text) ?? []);
  return jails
    .filter(({ edges, ignoreip }) => edges.length > 0 && ignoreip.every((entry) => parseCidr(entry)))
    .flatMap((jail) =>
      ranges
        .filter((range) => !spares(jail, protect, range))
        .map(
          (range) =>
            `${jail.origin}: jail ${jail.name} could ban ${formatIp(range)}, from where you deploy (${toldBy}): ` +
            `add it to ignoreip, or deploy with -c protect=${formatIp(range)}`,
        ),
    );
}

/** Whether no address of the range can be banned by this jail. */
function spares(jail: Jail, protect: readonly string[], range: Cidr): boolean {
  const reason = createProtection({ ...jail, self: protect }).reason(range);
  if (reason === undefined || reason === 'never-ban') return reason !== undefined;
  const spared = [...jail.ignoreip, ...(jail.ignoreself ? protect : [])];
  return cidrSet(spared.flatMap((text) => parseCidr(text) ?? [])).covers(range);
}
