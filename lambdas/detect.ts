import { awsDetect } from '../lib/runtime/aws-detect';

/** Subscription payloads in, failures counted, bans written to the table. */
export const handler = awsDetect();
