import { awsLists } from '../lib/runtime/aws-lists';

/** Imported lists, on a schedule: whoever is on one is banned as long as he is. */
export const handler = awsLists();
