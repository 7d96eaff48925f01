import { awsRequest } from '../lib/runtime/aws-request';

/** Bans that others ask for on the event bus, onto the table. */
export const handler = awsRequest();
