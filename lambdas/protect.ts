import { awsProtect } from '../lib/runtime/aws-protect';

/** Every hour, and at deploy: the ranges that are ours, or that AWS reaches us from, are looked up and never banned. */
export const handler = awsProtect();
