import type { PortRange, Ports } from '../core/ruleset';
import { SERVICES } from './services';

export type PortsResult =
  | { readonly kind: 'ports'; readonly ports: Ports }
  | { readonly kind: 'mistake'; readonly message: string; readonly hint: string };

const HIGHEST = 65535;

/**
 * Reads a jail's `port` and `protocol`: service names, numbers, ranges `a:b` (or `a-b`), joined by commas or white space.
 * `0:65535` and `all` are all ports, of whatever protocol. Overlapping and adjacent ranges become one.
 */
export function parsePorts(text: string, protocol: Exclude<Ports, 'all'>['protocol']): PortsResult {
  const ranges: PortRange[] = [];
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0)
    return { kind: 'mistake', message: 'no port is named', hint: 'for example ssh, 22 or 0:65535' };
  for (const word of words) {
    const range = /^(?:all|any)$/i.test(word) ? { from: 0, to: HIGHEST } : parseRange(word);
    if (!range) return { kind: 'mistake', message: `'${word}' is no port`, hint: hintFor(word) };
    ranges.push(range);
  }
  const merged = merge(ranges);
  const everything = merged.some(({ from, to }) => from <= 1 && to === HIGHEST);
  return { kind: 'ports', ports: everything ? 'all' : { protocol, ranges: merged } };
}

function hintFor(word: string): string {
  if (word.startsWith('#')) return "'#' begins a comment only at the beginning of a line";
  return word.includes('=') ? 'a comma is missing before it' : 'a service name, a number up to 65535, or a:b';
}

function parseRange(word: string): PortRange | undefined {
  const single = parsePort(word);
  if (single !== undefined) return { from: single, to: single };
  const parts = /^(\w+)[:-](\w+)$/.exec(word);
  const from = parsePort(parts?.[1] ?? '');
  const to = parsePort(parts?.[2] ?? '');
  return from === undefined || to === undefined || from > to ? undefined : { from, to };
}

function parsePort(word: string): number | undefined {
  if (/^\d{1,5}$/.test(word)) return Number(word) <= HIGHEST ? Number(word) : undefined;
  const name = word.toLowerCase();
  return Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
}

function merge(ranges: readonly PortRange[]): readonly PortRange[] {
  const merged: PortRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  return merged;
}

/** Whether a web application firewall sees all of this traffic: http and https, nothing else. */
export const isWeb = (ports: Ports): boolean =>
  ports !== 'all' && ports.protocol !== 'udp' && ports.ranges.every((range) => onlyPorts(range, [80, 443]));

/** Whether it can see some of it: ports that web servers listen on. */
export const hasWeb = (ports: Ports): boolean =>
  ports === 'all' ||
  (ports.protocol !== 'udp' && ports.ranges.some((range) => WEB_PORTS.some((port) => within(port, range))));

const WEB_PORTS = [80, 443, 591, 3000, 5000, 8000, 8006, 8008, 8080, 8081, 8088, 8443, 8888, 9000, 9443];

const onlyPorts = ({ from, to }: PortRange, ports: readonly number[]): boolean => from === to && ports.includes(from);

const within = (port: number, { from, to }: PortRange): boolean => from <= port && port <= to;
