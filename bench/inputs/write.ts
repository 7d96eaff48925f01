import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeSubscription } from '../../lib/sources/cloudwatch-logs';
import type { Line } from './line';

/** The account and the log group of every input. */
export const OWNER = '000000000000';
export const LOG_GROUP = 'bench';

/** A log on disk: as text for the peers, as subscription payloads for us. */
export interface Input {
  readonly name: string;
  readonly lines: number;
  /** The text, and the same cut short for a slow peer. */
  readonly log: string;
  readonly shortLog: string;
  readonly shortLines: number;
  /** Folder of payloads by the number of lines in each. */
  readonly payloads: Readonly<Record<number, string>>;
}

/** @param sizes lines a payload; a folder of payloads is written for each. */
export function writeInput(
  folder: string,
  name: string,
  lines: readonly Line[],
  { sizes, shortLines }: { readonly sizes: readonly number[]; readonly shortLines: number },
): Input {
  const log = join(folder, `${name}.log`);
  const shortLog = join(folder, `${name}-short.log`);
  writeFileSync(log, textOf(lines));
  writeFileSync(shortLog, textOf(lines.slice(0, shortLines)));
  const payloads = Object.fromEntries(
    sizes.map((size) => [size, writePayloads(join(folder, `${name}-${size}`), lines, size)]),
  );
  return { name, lines: lines.length, log, shortLog, shortLines: Math.min(shortLines, lines.length), payloads };
}

const textOf = (lines: readonly Line[]): string => lines.map(({ text }) => `${text}\n`).join('');

/** One file a payload, base64 of gzip, in the order of their names. */
function writePayloads(folder: string, lines: readonly Line[], size: number): string {
  mkdirSync(folder);
  for (let at = 0; at < lines.length; at += size) {
    const records = lines.slice(at, at + size).map(({ time, text }, index) => ({
      id: eventId(time, at + index),
      timestamp: time,
      message: text,
    }));
    const { awslogs } = encodeSubscription({ owner: OWNER, logGroup: LOG_GROUP, logStream: 'web-1', records });
    writeFileSync(join(folder, `${String(at / size).padStart(6, '0')}.base64`), awslogs.data);
  }
  return folder;
}

/** 56 digits, as CloudWatch Logs gives them: the time, then what tells events of the same time apart. */
const eventId = (time: number, number: number): string => `3${time}${String(number).padStart(42, '0')}`;
