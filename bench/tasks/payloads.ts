import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What Lambda hands over, one invocation at a time. */
export interface Payload {
  readonly awslogs: { readonly data: string };
}

/** Payloads of a folder, each read only when its turn comes: a function holds one of them. */
export function* payloadsOf(folder: string): Generator<Payload> {
  for (const name of readdirSync(folder).sort()) {
    yield { awslogs: { data: readFileSync(join(folder, name), 'latin1') } };
  }
}

interface Delivered {
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
}

/** The decode floor: what anybody in Node has to do before the first line can be looked at. */
export const decodeFloor = ({ awslogs }: Payload): Delivered =>
  JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'));

/** CPU time of this process, user and system, in microseconds. */
export function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
