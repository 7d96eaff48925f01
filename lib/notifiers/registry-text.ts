import { formatIp, parseAddress } from '../core/address';
import { visible } from '../core/visible';
import { isMailAddress } from './mail/reachable';

/** Fields of a registry's answer: strangers wrote them, so each has a form and a length. */

/** A name or handle: one line of at most 100 characters, made visible. */
export function cleanName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = visible(value.slice(0, 400)).replace(/\s+/g, ' ').trim().slice(0, 100);
  return text === '' ? null : text;
}

/** Two letters, in capitals. */
export const cleanCountry = (value: unknown): string | null =>
  typeof value === 'string' && /^[A-Za-z]{2}$/.test(value) ? value.toUpperCase() : null;

/** An address in canonical form. */
export function cleanAddress(value: unknown): string | null {
  const address = typeof value === 'string' ? parseAddress(value.trim()) : undefined;
  return address ? formatIp(address) : null;
}

/** `AS64500`, from `64500`, `"AS64500"` or `"64500"`; RFC 6793: 32 bits. */
export function cleanAsn(value: unknown): string | null {
  const digits = /^(?:AS)?(\d{1,10})$/i.exec(
    typeof value === 'number' ? `${value}` : typeof value === 'string' ? value : '',
  );
  const number = Number(digits?.[1]);
  return number > 0 && number < 4_294_967_296 ? `AS${number}` : null;
}

/** A mail address, optionally after `mailto:`. */
export function cleanMail(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .slice(0, 300)
    .trim()
    .replace(/^mailto:/i, '');
  return isMailAddress(text) ? text : null;
}
