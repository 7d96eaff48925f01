import { createContext, Script } from 'node:vm';
import { RegexDeadlineError } from './error';

/** Milliseconds a search may take that nothing else bounds. */
const DEADLINE = 100;

interface Job {
  pattern: RegExp | null;
  text: string;
}

let job: Job | null = null;
const script = new Script('pattern.exec(text)');

/**
 * Runs a pattern under a deadline. `vm` interrupts V8's regular expressions; a call costs some 60 microseconds, so this is only for
 * long texts.
 * @throws RegexDeadlineError
 */
export function execWithin(pattern: RegExp, text: string, source: string): RegExpExecArray | null {
  job ??= createContext({ pattern: null, text: '' }) as unknown as Job;
  job.pattern = pattern;
  job.text = text;
  try {
    return script.runInContext(job, { timeout: DEADLINE }) as RegExpExecArray | null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new RegexDeadlineError(source, DEADLINE);
  }
}
