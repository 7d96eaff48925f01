import { createHash } from 'node:crypto';

/** Characters CloudWatch takes of an alarm's name. */
const LENGTH = 255;
const HASH = 10;

/** The name, or where that is too long (of a log group it may have 512 characters) its beginning and a hash of all of it. */
export function alarmName(name: string): string {
  if (name.length <= LENGTH) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH);
  return `${name.slice(0, LENGTH - HASH - 1)}-${hash}`;
}
