import type { Digest, OpenTarget, SendResult } from '../../core/report';
import type { Target } from '../../core/target';
import type { Permission } from '../notifier';
import { secretPermissions } from '../secrets';
import { targets } from './index';
import { type TargetScope, type TargetTools, whyOf } from './target';

/** Opens a target of the ruleset. */
export function openTarget(target: Target, tools: TargetTools): OpenTarget {
  const { tellsEnds, capped, wants, open } = targets[target.kind];
  const { name } = target;
  const tell = open(target, tools);
  const send = async (digest: Digest): Promise<SendResult> => {
    try {
      return await tell(digest);
    } catch (error) {
      return { kind: 'failed', notice: `${name} took no report: ${whyOf(error)}` };
    }
  };
  return { name, tellsEnds, capped, wants, send };
}

/** What telling a target needs: its own calls, and the secrets that its options name. */
export const targetPermissions = (target: Target, scope: TargetScope): readonly Permission[] => [
  ...targets[target.kind].permissions(target, scope),
  ...secretPermissions(
    `arn:${scope.partition}:ssm:${scope.region}:${scope.account}`,
    Object.values(target.options).filter((value) => value.startsWith('ssm:')),
  ),
];
