import { createHash } from 'node:crypto';

/** 16 hex digits that differ when the value does. The value's order counts. */
export const fingerprint = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
