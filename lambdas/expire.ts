import { awsExpire } from '../lib/runtime/aws-enforce';

/** Every minute: bans past their end are lifted, edges that changed are repaired. */
export const handler = awsExpire();
