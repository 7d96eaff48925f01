import { isIP } from 'node:net';
import { parseAddress } from '../../core/address';
import { isPublic } from '../whois/public-address';

/** Where a request may go; `loopback`: to a server on this machine as well, also without TLS. */
export interface Reach {
  readonly loopback: boolean;
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/** The URL when a request may go there: https, without user and password; an address in it must be a public one. */
export function allowedUrl(text: string, { loopback }: Reach): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return undefined;
  if (LOOPBACK.test(url.hostname)) return loopback && /^https?:$/.test(url.protocol) ? url : undefined;
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  return url.protocol === 'https:' && (isIP(bare) === 0 || isAllowed(bare, { loopback })) ? url : undefined;
}

/** Whether a connection to this address may be made: a public one (no private network, no metadata service). */
export function isAllowed(text: string, { loopback }: Reach): boolean {
  const address = parseAddress(text);
  if (!address) return false;
  return isPublic(address) || (loopback && /^(?:127\.|::1$)/.test(text));
}
