import { writeFileSync } from 'node:fs';
import { orFileError } from '../file-error';

/** @throws FileError when the file cannot be written. */
export const writePage = (file: string, text: string): void =>
  orFileError(`--html ${file}: cannot be written`, () => writeFileSync(file, text));
