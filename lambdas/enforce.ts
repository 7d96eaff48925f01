import { awsEnforce } from '../lib/runtime/aws-enforce';

/** The table's stream in, the edges made equal to the table. */
export const handler = awsEnforce();
