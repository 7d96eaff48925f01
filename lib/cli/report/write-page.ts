import { writeFileSync } from 'node:fs';
import { UsageError } from '../io';

/** @throws UsageError when the file cannot be written. */
export function writePage(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new UsageError(`--html ${file}: cannot be written: ${(cause as Error).message}`, { cause });
  }
}
