import { type Cidr, formatIp, parseCidr } from './address';
import type { Seconds } from './ruleset';

/** A list of addresses somebody keeps, whose members a jail bans as long as they are on it. */
export interface BanList {
  /** `https://...`, `s3://bucket/key`, or the name of a file that was read at synth. */
  readonly location: string;
  /** How often it is looked at. */
  readonly interval: Seconds;
  /** Members of a file, in canonical form; absent: the list is fetched. */
  readonly entries?: readonly string[];
}

/** A list as it was read: canonical ranges, each once, and the numbers of lines that are none. */
export interface ReadList {
  readonly entries: readonly string[];
  readonly unreadable: readonly number[];
}

/** No list may name more of the internet at once: a range that is wider is taken for a mistake. */
const WIDEST = { ipv4: 8, ipv6: 19 } as const;

/**
 * Reads what lists are published as: an address or range a line, with what follows white space, `;` or `#` as a comment;
 * Spamhaus' JSON lines (`{"cidr":...}`); `ipset save` (`add NAME RANGE`); nginx (`deny RANGE;`). Hostile text is welcome.
 */
export function readBanList(text: string): ReadList {
  const entries = new Set<string>();
  const unreadable: number[] = [];
  text.split('\n').forEach((line, index) => {
    const word = memberOf(line.trim());
    if (word === '') return;
    const cidr = word === undefined ? undefined : parseCidr(word);
    if (cidr && !isTooWide(cidr)) entries.add(formatIp(cidr));
    else unreadable.push(index + 1);
  });
  return { entries: [...entries], unreadable };
}

const isTooWide = ({ family, prefix }: Cidr): boolean => prefix < WIDEST[family];

/** The text where the member stands; empty: the line names none. */
function memberOf(line: string): string | undefined {
  if (line === '' || /^[#;]/.test(line)) return '';
  if (line.startsWith('{')) return fromJson(line);
  const words = line.split(/[\s;#,]+/, 3);
  if (words[0] === 'add') return words[2];
  if (words[0] === 'deny') return words[1];
  return /^(?:create|flush|swap|destroy|COMMIT)$/.test(String(words[0])) ? '' : words[0];
}

/** A line of metadata has neither. */
function fromJson(line: string): string | undefined {
  try {
    const { cidr, ip } = JSON.parse(line) as { readonly cidr?: unknown; readonly ip?: unknown };
    const member = cidr ?? ip ?? '';
    return typeof member === 'string' ? member : undefined;
  } catch {
    return undefined;
  }
}
