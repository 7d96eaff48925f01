import { parseCidr } from '../../core/address';
import type { BanDetail } from '../../core/report';
import { visible } from '../../core/visible';
import { shortened } from '../mail/visible';
import { isPublic } from '../whois/public-address';

/** Bytes of evidence, and characters of one line. */
const BYTES = 10_000;
const LENGTH = 1_000;

/** Whether somebody may be accused: failures we saw, of a public address. What an operator or a list banned is no proof. */
export function accusable({ ban, lines }: BanDetail): boolean {
  const cidr = parseCidr(ban.ip);
  const seen = Array.isArray(lines) && lines.length > 0;
  return ban.origin === 'detect' && seen && cidr !== undefined && isPublic(cidr);
}

/** The offender's lines, users masked by whoever fetched them, as harmless text; the first ones that fit. */
export function evidenceOf({ lines }: BanDetail): readonly string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const line of Array.isArray(lines) ? (lines as readonly string[]) : []) {
    const text = visible(shortened(line, LENGTH));
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > BYTES) break;
    kept.push(text);
  }
  return kept;
}
