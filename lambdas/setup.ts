import { awsSetup } from '../lib/runtime/aws-setup';

/** Deploy and destroy: IP sets made and removed, edges compared, bans lifted before the stack goes. */
export const handler = awsSetup();
