import { type Cidr, formatIp, lastBits, parseAddress, parseCidr, widthOf } from '../../core/address';
import type { WhoisRecord } from '../../core/report';
import { cleanAsn, cleanCountry, cleanMail, cleanName } from '../registry-text';
import type { WhoisText } from './ask';
import { type Paragraph, paragraphsOf, valuesOf } from './paragraphs';

/** Lines kept of an answer, and characters of a line. */
const LINES = 400;
const LINE_LENGTH = 500;

interface Network {
  readonly first: Cidr;
  readonly last: Cidr;
  readonly paragraph: Paragraph;
}

/**
 * What a registry's text says of the network that holds `address`: the smallest one in it.
 * @returns undefined when no network of the text holds the address: the answer is about somebody else.
 */
export function recordOf(answer: WhoisText, address: Cidr, server: string): WhoisRecord | undefined {
  const paragraphs = paragraphsOf(answer.text);
  const network = smallestWith(paragraphs, address);
  if (!network) return undefined;
  const own = (...names: string[]) => valuesOf(network.paragraph, ...names);
  const anywhere = (...names: string[]) => paragraphs.flatMap((paragraph) => valuesOf(paragraph, ...names));
  return {
    via: 'whois',
    server,
    address: formatIp(address),
    network: cleanName(own('netname', 'owner')[0]),
    handle: cleanName(own('nethandle', 'ownerid')[0]),
    country: cleanCountry((own('country')[0] ?? anywhere('country')[0])?.slice(0, 2)),
    first: formatIp(network.first),
    last: formatIp(network.last),
    asn: distinct(
      anywhere('origin', 'originas', 'aut-num').flatMap((value) => value.split(/[,\s]+/)),
      cleanAsn,
      5,
    ),
    abuse: abuseOf(answer.text, paragraphs),
    ...linesOf(answer),
  };
}

function smallestWith(paragraphs: readonly Paragraph[], address: Cidr): Network | undefined {
  const networks = paragraphs.flatMap((paragraph) =>
    valuesOf(paragraph, 'inetnum', 'inet6num', 'netrange', 'cidr').flatMap((value) => networkOf(value, paragraph)),
  );
  const around = networks.filter(({ first, last }) => first.bits <= address.bits && address.bits <= last.bits);
  const ofFamily = around.filter(({ first }) => first.family === address.family);
  const size = ({ first, last }: Network) => last.bits - first.bits;
  return ofFamily.reduce<Network | undefined>((best, one) => (!best || size(one) < size(best) ? one : best), undefined);
}

/** `192.0.2.0 - 192.0.2.255` or `2001:db8::/32`. */
function networkOf(value: string, paragraph: Paragraph): Network[] {
  const [left = '', right] = value.split(/\s+-\s+/);
  if (right === undefined) {
    const range = parseCidr(left);
    if (!range) return [];
    const prefix = widthOf(range.family);
    return [{ first: { ...range, prefix }, last: { ...range, bits: lastBits(range), prefix }, paragraph }];
  }
  const first = parseAddress(left);
  const last = parseAddress(right);
  return first && last && first.family === last.family && first.bits <= last.bits ? [{ first, last, paragraph }] : [];
}

/** RIPE and APNIC say it in a comment or `abuse-mailbox`, ARIN in `OrgAbuseEmail`, LACNIC by the handle in `abuse-c`. */
function abuseOf(text: string, paragraphs: readonly Paragraph[]): readonly string[] {
  const comment = /^% Abuse contact for '[^'\n]{1,100}' is '([^'\n]{1,254})'/m.exec(text)?.[1] ?? '';
  const named = paragraphs.flatMap((paragraph) => valuesOf(paragraph, 'abuse-mailbox', 'orgabuseemail'));
  const handles = new Set(paragraphs.flatMap((paragraph) => valuesOf(paragraph, 'abuse-c')));
  const byHandle = paragraphs
    .filter((paragraph) => valuesOf(paragraph, 'nic-hdl', 'nic-hdl-br').some((handle) => handles.has(handle)))
    .flatMap((paragraph) => valuesOf(paragraph, 'e-mail'));
  return distinct([comment, ...named, ...byHandle], cleanMail, 3);
}

function linesOf({ text, truncated }: WhoisText): Pick<WhoisRecord, 'text' | 'truncated'> {
  const all = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const told = all.filter((line) => !/^\s*[%#]/.test(line));
  const lines = told.filter((line, index) => line.trim() !== '' || (told[index - 1] ?? '').trim() !== '');
  return {
    text: lines.slice(0, LINES).map((line) => line.slice(0, LINE_LENGTH)),
    truncated: truncated || lines.length > LINES,
  };
}

const distinct = (values: readonly string[], clean: (value: string) => string | null, most: number): string[] =>
  [...new Set(values.flatMap((value) => clean(value) ?? []))].slice(0, most);
